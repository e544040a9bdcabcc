"""The embedding examples, run as their users would: plain Python and Node.js say the same of every sample sticker."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stickerguard import Bundle, StickerClassifier
from stickerguard.caption.disguise import readings
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
Answers = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def requests() -> list[dict[str, object]]:
    with (ROOT / "data/samples/samples.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [{"file": f"data/samples/stickers/{row['file']}", "caption": row["caption"] or None} for row in rows]
    return [*found, {"file": found[0]["file"]}]


def run(command: list[str], requests: list[dict[str, object]]) -> list[dict[str, object]]:
    given = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def from_python(sticker_file: Path, bundle: Bundle, requests: list[dict[str, object]]) -> list[dict[str, object]]:
    files = [str(sticker_file), str(bundle.file("tokenizer.json"))]
    return run([sys.executable, "-c", BLOCK, "scripts/embed_python.py", *files], requests)


def test_plain_python_says_what_the_package_says(
    from_python: list[dict[str, object]], classifier: StickerClassifier, requests: list[dict[str, object]]
) -> None:
    assert len(from_python) == len(requests)
    for request, answer in zip(requests, from_python, strict=True):
        verdict = classifier.classify(ROOT / str(request["file"]))
        if verdict.frames and verdict.frames.distinct == 1:
            assert answer["minor"] == pytest.approx(verdict.minor.score, abs=1e-3), request
        caption = request.get("caption")
        if not caption:
            assert answer["suggestive"] is answer["severity"] is answer["risk"] is None
        # What the package does around the graph: other readings, pieces, and the weights of terms.
        elif len(readings(str(caption))) == len(pieces(str(caption))) == 1 and not classifier.caption.find_terms(
            str(caption)
        ):
            score = classifier.caption.score(str(caption)).suggestive
            assert answer["suggestive"] == pytest.approx(score, abs=1e-3), request


def test_node_says_what_python_says(
    from_python: list[dict[str, object]],
    sticker_file: Path,
    bundle: Bundle,
    requests: list[dict[str, object]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js is not installed")
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "embed_node.mjs"):
        shutil.copy(ROOT / "scripts" / name, folder)
    # The install script of onnxruntime-node would fetch CUDA libraries from elsewhere.
    install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    files = [str(sticker_file), str(bundle.file("tokenizer.json"))]
    from_node = run(["node", str(folder / "embed_node.mjs"), *files], requests)
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
