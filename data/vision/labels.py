"""Labels of emoji by their Unicode code points, and code points by icon name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

Label = Literal["minor", "adult", "none"]

_ZWJ, _VS16 = 0x200D, 0xFE0F
_SKIN_TONES = frozenset(range(0x1F3FB, 0x1F400))
_GENDER_SIGNS = frozenset({0x2640, 0x2642})
_CHILDREN = frozenset({0x1F466, 0x1F467, 0x1F476, 0x1F47C, 0x1F9D2})
# family, nursing, children crossing, baby symbol
_WITH_CHILDREN = frozenset({0x1F46A, 0x1F931, 0x1F6B8, 0x1F6BC})
_GROWN_UPS = frozenset({0x1F468, 0x1F469, 0x1F9D1})
_BABY_BOTTLE, _GRADUATION_CAP = 0x1F37C, 0x1F393

_ADULT = frozenset(
    {0x26F7, 0x26F9, 0x1F385, 0x1F3C2, 0x1F3C3, 0x1F3C4, 0x1F3C7, 0x1F3CB, 0x1F3CC, 0x1F46E, 0x1F46F, 0x1F574}
    | {0x1F470, 0x1F471, 0x1F472, 0x1F473, 0x1F474, 0x1F475, 0x1F477, 0x1F481, 0x1F482, 0x1F483, 0x1F486, 0x1F487}
    | {0x1F46B, 0x1F46C, 0x1F46D, 0x1F491, 0x1F575, 0x1F57A, 0x1F645, 0x1F646, 0x1F647, 0x1F64B, 0x1F64D, 0x1F64E}
    | {0x1F6A3, 0x1F6B4, 0x1F6B5, 0x1F6B6, 0x1F6BB, 0x1F926, 0x1F930, 0x1F935, 0x1F936, 0x1F937, 0x1F938, 0x1F939}
    | {0x1F93A, 0x1F93C, 0x1F93E, 0x1F977, 0x1F9B8, 0x1F9B9, 0x1F9CD, 0x1F9CE, 0x1F9CF}
    | {0x1F9D3, 0x1F9D4, 0x1F9D5, 0x1F9D7, 0x1F9D8, 0x1F9D9, 0x1F9DB, 0x1F9DE, 0x1F9DF, 0x1FAC3, 0x1FAC4, 0x1FAC5}
)

# Bath, swimming, sauna, bikini and kisses have no place beside pictures of children, whatever they show.
# The others do not tell an age, or do not tell whether a person is meant: fairy, elf, merperson, prince, princess,
# busts, speaking head, hugging people, dolls, wash rooms, no pedestrians, litter bin, praying figure, in bed.
_DROPPED = frozenset(
    {0x1F6C0, 0x1F6C1, 0x1F3CA, 0x1F9D6, 0x1F459, 0x1FA72, 0x1FA71, 0x1F48F, 0x1F48B, 0x1F617, 0x1F618, 0x1F619}
    | {0x1F61A, 0x1F63D, 0x1F9DA, 0x1F9DD, 0x1F9DC, 0x1F934, 0x1F478, 0x1F464, 0x1F465, 0x1F5E3, 0x1FAC2, 0x1F38E}
    | {0x1F6B9, 0x1F6BA, 0x1F6B7, 0x1F6AE, 0x1F6D0, 0x1F6CC, 0x1F93D}
)

# Short names of fxemoji that neither CLDR nor the Unicode character names know.
_NICKNAMES = {
    "gma": "1f475", "gpa": "1f474", "cop": "1f46e", "blonde": "1f471", "bride": "1f470", "bow": "1f647",
    "bowing": "1f647", "construct": "1f477", "couple": "1f46b", "guyguy": "1f46c", "girlgirl": "1f46d",
    "girlguy": "1f46b", "couplekiss": "1f48f", "bunny-ears": "1f46f", "guapimao": "1f472", "turban": "1f473",
    "headmassage": "1f486", "handup": "1f64b", "mensrunner": "1f3c3", "running": "1f3c3", "nogesture": "1f645",
    "okgesture": "1f646", "sleuthspy": "1f575", "swimming": "1f3ca", "waitress": "1f481", "walking": "1f6b6",
    "pouting": "1f64e", "kissing": "1f617", "kisseyes": "1f619", "kissclosedeyes": "1f61a", "foxkissing": "1f63d",
    "kissing-cat-face": "1f63d", "man-with-chinese-cap": "1f472", "adult": "1f9d1", "bearded-person": "1f9d4",
    "blond-haired-person": "1f471", "bride-with-veil": "1f470", "breast-feeding": "1f931",
    "silhouetteohjapan": "1f5fe", "contact": "1f464", "contact2": "1f465",
}  # fmt: skip

_TONE = re.compile(r"-(?:(?:medium-)?(?:dark|light)|medium)(?:-skin-tone)?$|-tone\d$")
_PERSON_WORD = re.compile(
    r"\b(?:wo)?m[ae]n\b|\bperson|\bpeople\b|bab(?:y|ies)\b|child|\bboys?\b|\bgirls?\b|famil|kiss|prince|student|"
    r"school(?:boy|girl)|kid\b|teen|infant|toddler|nurs(?:e|ing)|elf\b|fairy|mermaid|bikini|\bbath|swim|sauna"
)


def parse(code: str) -> tuple[int, ...]:
    """Code points of a hexadecimal sequence such as "1f468-200d-1f37c"."""
    return tuple(int(part, 16) for part in code.split("-"))


def label(points: tuple[int, ...]) -> Label | None:
    """The label of an emoji sequence, None where it must be left out (see the list of dropped signs).

    "minor": at least one person under 18 is depicted. "adult": people, none of them under 18. "none": nobody;
    yellow faces, animals and things belong here.
    """
    signs = set(points)
    if signs & _DROPPED or (_GRADUATION_CAP in signs and signs & _GROWN_UPS):
        return None
    if _is_kiss(points) or any(0xE000 <= point <= 0xF8FF for point in points):
        return None
    if signs & (_CHILDREN | _WITH_CHILDREN) or (_BABY_BOTTLE in signs and signs & _GROWN_UPS):
        return "minor"
    return "adult" if signs & (_ADULT | _GROWN_UPS) else "none"


def design(points: tuple[int, ...]) -> str:
    """Key of the base design: sequences that differ by skin tone, gender or family members share it."""
    signs = set(points)
    if 0x1F46A in signs or (signs & _CHILDREN and signs & _GROWN_UPS):
        return "family"
    ignored = _SKIN_TONES | _GENDER_SIGNS | {_ZWJ, _VS16}
    base = [0x1F9D1 if point in _GROWN_UPS and len(points) > 1 else point for point in points if point not in ignored]
    if points and points[0] in _GROWN_UPS:
        base[0] = 0x1F9D1
    return "-".join(f"{point:x}" for point in base) or "-".join(f"{point:x}" for point in points)


def _is_kiss(points: tuple[int, ...]) -> bool:
    return 0x1F48B in points


class Names:
    """Code points by icon name, from the tables of packages that publish one and from Unicode itself."""

    def __init__(self, tables: list[Mapping[str, str]]) -> None:
        """`tables` map a code ("1f476") to a name ("baby"), as the `chars.json` of an icon set does."""
        self._by_name: dict[str, str] = {}
        for table in tables:
            for code, name in table.items():
                self._by_name.setdefault(name, code)
        self._squashed = {_squash(name): code for name, code in self._by_name.items()}
        for point in (*range(0x203C, 0x3300), *range(0x1F000, 0x1FB00)):
            name = unicodedata.name(chr(point), "")
            if name:
                self._squashed.setdefault(_squash(name), f"{point:x}")

    def points(self, name: str) -> tuple[int, ...] | None:
        """Code points of the icon `name`, skin tone and running number ignored where needed; None if unknown."""
        bare = re.sub(r"-\d$", "", name)
        for candidate in (name, bare, _TONE.sub("", bare)):
            code = self._by_name.get(candidate) or _NICKNAMES.get(candidate) or self._squashed.get(_squash(candidate))
            if code is not None:
                return parse(code)
        return None


def label_unknown(name: str) -> Label | None:
    """Label of an icon whose code points are unknown: "none", or left out when its name hints at a person."""
    return None if _PERSON_WORD.search(name) else "none"


def _squash(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())
