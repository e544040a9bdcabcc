"""The embedding examples, run as their users would: plain Python and Node.js say the same of every sample sticker."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tokenizers import Tokenizer

from stickerguard import CANARY, Bundle, StickerClassifier
from stickerguard.caption.disguise import readings
from stickerguard.caption.normalize import normalize
from stickerguard.caption.pieces import pieces

ROOT = Path(__file__).resolve().parents[2]
BLOCK = """
import runpy, sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"stickerguard", "tokenizers", "cv2", "torch", "transformers"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Block())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
# Each is normalised or cut into pieces otherwise by what a language has at hand.
SPELLINGS = (
    *("STRASSE straße guten Morgen", "GROẞE", "ΣΊΣΥΦΟΣ ΣΑΣ", "KIZIM ıİ", "good\u0085morning", "good \ufffd morning"),
    *("good ▁ morning▁x", "good <s> morning</s>", "ggg gg good", "a \ud83d b"),
)
LONG = "我们今天去公园看花吃饭" * 75
"""Of more tokens than the graph takes at once."""
NOTHING = ("", "   ", "\u200b\ufeff", "\ufffd", "\ud83d")
"""What no font shows, or says only that something was there."""


@pytest.fixture(scope="module")
def requests(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    with (ROOT / "data/samples/samples.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [{"file": f"data/samples/stickers/{row['file']}", "caption": row["caption"] or None} for row in rows]
    first = found[0]["file"]
    drawn = [{"file": str(path), "caption": None} for path in odd_pictures(tmp_path_factory.mktemp("odd"))]
    captions = [{"file": first, "caption": caption} for caption in (*SPELLINGS, LONG, f"{LONG} {CANARY}", *NOTHING)]
    return [*found, {"file": first}, *drawn, *captions]


def odd_pictures(folder: Path) -> list[Path]:
    """One picture turned as EXIF says, and one of grey levels of 16 bits, with and without a transparent one."""
    with Image.open(ROOT / "data/samples/stickers/baby_no_text.webp") as image:
        picture = image.convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    turned, wide, transparent = folder / "turned.png", folder / "wide.png", folder / "transparent.png"
    picture.transpose(Image.Transpose.ROTATE_90).save(turned, exif=exif)
    levels = np.asarray(picture.convert("L")).astype(np.uint16) * 257
    Image.fromarray(levels).save(wide)
    Image.fromarray(levels).save(transparent, transparency=int(levels[0, 0]))
    return [turned, wide, transparent]


def answered(command: list[str], given: str) -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def run(command: list[str], requests: list[dict[str, object]]) -> list[dict[str, object]]:
    code, answers = answered(command, "".join(json.dumps(request) + "\n" for request in requests))
    assert code == 0, answers
    return answers


@pytest.fixture(scope="module")
def in_python(sticker_file: Path, bundle: Bundle) -> list[str]:
    files = [str(sticker_file), str(bundle.file("tokenizer.json"))]
    return [sys.executable, "-c", BLOCK, "scripts/embed_python.py", *files]


@pytest.fixture(scope="module")
def in_node(sticker_file: Path, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js is not installed")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "embed_node.mjs"):
        shutil.copy(ROOT / "scripts" / name, folder)
    # The install script of onnxruntime-node would fetch CUDA libraries from elsewhere.
    install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    return ["node", str(folder / "embed_node.mjs"), str(sticker_file), str(bundle.file("tokenizer.json"))]


@pytest.fixture(scope="module")
def from_python(in_python: list[str], requests: list[dict[str, object]]) -> list[dict[str, object]]:
    return run(in_python, requests)


def test_plain_python_says_what_the_package_says(
    from_python: list[dict[str, object]], classifier: StickerClassifier, requests: list[dict[str, object]]
) -> None:
    assert len(from_python) == len(requests)
    for request, answer in zip(requests, from_python, strict=True):
        verdict = classifier.classify(ROOT / str(request["file"]))
        if verdict.frames and verdict.frames.distinct == 1:
            assert answer["minor"] == pytest.approx(verdict.minor.score, abs=1e-3), request
        caption = request.get("caption")
        if not caption or caption in NOTHING:
            assert answer["suggestive"] is answer["severity"] is answer["risk"] is None
        # What the package does around the graph: other readings, pieces, and the weights of terms.
        elif len(readings(str(caption))) == len(pieces(str(caption))) == 1 and not classifier.caption.find_terms(
            str(caption)
        ):
            score = classifier.caption.score(str(caption)).suggestive
            assert answer["suggestive"] == pytest.approx(score, abs=1e-3), request


def test_captions_are_normalised_and_cut_into_pieces_as_the_package_does_it(
    from_python: list[dict[str, object]],
    classifier: StickerClassifier,
    requests: list[dict[str, object]],
    bundle: Bundle,
) -> None:
    found = {str(r.get("caption")): answer for r, answer in zip(requests, from_python, strict=True)}
    for caption in SPELLINGS:
        network = classifier.caption.network(normalize(caption.replace("\ud83d", "\ufffd")).text)
        assert found[caption]["suggestive"] == pytest.approx(network.suggestive, abs=1e-3), caption
    assert len(readings(LONG)) == len(pieces(LONG)) == 1
    assert len(Tokenizer.from_file(str(bundle.file("tokenizer.json"))).encode(LONG).ids) > 512
    assert found[LONG]["suggestive"] == pytest.approx(classifier.caption.score(LONG).suggestive, abs=1e-3)
    assert found[f"{LONG} {CANARY}"]["suggestive"] == 1.0


def test_node_says_what_python_says(
    from_python: list[dict[str, object]], in_node: list[str], requests: list[dict[str, object]]
) -> None:
    from_node = run(in_node, requests)
    for ours, theirs in zip(from_python, from_node, strict=True):
        assert ours.keys() == theirs.keys()
        # Pillow and sharp interpolate the halved colours of an AVIF differently: single pixels are up to 50 of
        # 255 apart, and the int8 network answers even a difference of 1 with a step of its own (seen: .02).
        near = 5e-2 if str(ours["file"]).endswith(".avif") else 1e-3
        for name, value in ours.items():
            if isinstance(value, float | int | list):
                assert theirs[name] == pytest.approx(value, abs=near), (ours["file"], name)
            else:
                assert theirs[name] == value, (ours["file"], name)


@pytest.mark.parametrize("program", ["in_python", "in_node"])
def test_a_request_that_fails_costs_the_others_nothing(program: str, request: pytest.FixtureRequest) -> None:
    file = "data/samples/stickers/baby_no_text.webp"
    failing: list[object] = [
        {"file": "absent.png"},
        {"file": "README.md"},
        {"caption": "good morning"},
        {"file": file, "caption": 5},
        {"file": file, "caption": "x" * 20_001},
        None,
    ]
    last = {"file": file, "caption": CANARY}
    given = "no JSON\n\n  \n" + "".join(json.dumps(entry) + "\n" for entry in [*failing, last])
    code, answers = answered(request.getfixturevalue(program), given)
    assert code == 1
    assert [answer["file"] for answer in answers] == [None, "absent.png", "README.md", None, file, file, None, file]
    assert all(answer.keys() == {"file", "error"} and answer["error"] for answer in answers[:-1])
    assert (answers[-1]["suggestive"], answers[-1]["decision"]) == (1.0, 2)
