"""What lines say: harmless captions of the writers that train, cut to a line, and characters by chance."""

from __future__ import annotations

import random
import string
from collections import defaultdict

from opencc import OpenCC

from data.caption.writers import FOLDER, read_writer
from data.lettering.families import Family

_SCRIPTS = {"en": "latin", "es": "latin", "zh": "zh", "zh-Hant": "zh-Hant", "yue": "zh-Hant", "ja": "ja"}
_LONGEST = {"latin": 26, "zh": 12, "zh-Hant": 12, "ja": 14}
_LATIN = string.ascii_letters + string.digits
_SIGNS = "!?.,'&:;-~()\"%+/@#$*="
_WIDE_SIGNS = "！？，。、～…：；（）《》「」"


def captions() -> dict[str, list[str]]:
    """Lines of harmless captions by script, as they were written; traditional ones also from simplified ones."""
    lines: dict[str, list[str]] = defaultdict(list)
    convert = OpenCC("s2t").convert
    for path in sorted((FOLDER / "writers").glob("*.jsonl")):
        for caption in read_writer(path):
            script = _SCRIPTS.get(caption.lang)
            if script is None or caption.severity != 0:
                continue
            for line in caption.text.splitlines():
                lines[script].append(line.strip())
                if script == "zh":
                    lines["zh-Hant"].append(convert(line.strip()))
    return {script: sorted(set(filter(None, found))) for script, found in lines.items()}


class Texts:
    """Draws what a line says, by a `source` of chance; always something that its family has letters for."""

    def __init__(self) -> None:
        self._captions = captions()
        self._characters = {
            script: sorted({c for line in lines for c in line if ord(c) > 0x2E7F})
            for script, lines in self._captions.items()
        }

    def draw(self, source: random.Random, script: str, family: Family) -> str:
        """One line: mostly a caption, else characters by chance, which no company makes likely."""
        for _ in range(20):
            text = self._chance(source, script) if source.random() < 0.25 else self._caption(source, script)
            if text and family.has(text):
                return text
        return "".join(source.choice(_LATIN) for _ in range(source.randint(1, 8)))

    def _caption(self, source: random.Random, script: str) -> str:
        text = " ".join(source.choice(self._captions[script]).split())
        longest = source.randint(_LONGEST[script] // 4, _LONGEST[script])
        if script != "latin":
            start = source.randrange(max(1, len(text) - longest + 1))
            return text[start : start + longest].strip()
        words = text.split(" ")
        start, kept = source.randrange(len(words)), ""
        for word in words[start:]:
            if len(kept) + 1 + len(word) > longest:
                break
            kept = f"{kept} {word}".strip()
        case = source.random()
        return kept.upper() if case < 0.25 else kept.title() if case < 0.3 else kept

    def _chance(self, source: random.Random, script: str) -> str:
        length = source.randint(1, 8)
        if script == "latin" or source.random() < 0.15:
            letters = source.choice((_LATIN, string.ascii_uppercase, string.ascii_lowercase, string.digits))
            ends = source.choice(_SIGNS) * source.randint(0, 3)
            return "".join(source.choice(letters) for _ in range(length)) + ends
        ends = source.choice(_WIDE_SIGNS + _SIGNS) if source.random() < 0.4 else ""
        return "".join(source.choice(self._characters[script]) for _ in range(length)) + ends
