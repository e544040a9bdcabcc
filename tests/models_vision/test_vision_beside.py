"""Figures of another recipe stand beside a vision part's own, and the evaluation leaves them there."""

import json
from pathlib import Path

from models.evaluation.update import update_bundle
from models.vision.beside import main
from stickerguard.bundle import Bundle


def row(slice_: str, metric: str = "AUC", value: float = 0.9) -> dict[str, object]:
    return {"slice": slice_, "metric": metric, "value": value, "count": 10, "note": "5 positive, 5 negative"}


def test_the_ranking_of_another_recipe_stands_beside_the_parts_own_once(tmp_path: Path) -> None:
    part, other = tmp_path / "part.json", tmp_path / "open.json"
    part.write_text(json.dumps({"files": ["vision.onnx"], "metrics": [row("pages")]}), "utf-8")
    for value in (0.5, 0.7):
        of_open = [
            row("pages", value=value),
            row("pages", "recall at 5 % false positives"),
            row("calibration split: x", "AUC, int8"),
        ]
        other.write_text(json.dumps({"metrics": of_open}), "utf-8")
        main(["open.yaml", str(other), "--into", str(part)])
    found = json.loads(part.read_text("utf-8"))
    assert found["files"] == ["vision.onnx"]
    assert found["metrics"] == [row("pages"), row("recipe open.yaml: pages", value=0.7)]


def test_an_evaluation_of_the_bundle_leaves_them_there(copy: Path) -> None:
    for measured in (row("recipe open.yaml: pages", value=0.7), row("pages")):
        update_bundle(Bundle.load(copy), {"vision": [measured]})
    found = {one.slice: one.value for one in Bundle.load(copy).manifest.parts.vision.metrics}
    assert found["pages"] == 0.9
    assert found["recipe open.yaml: pages"] == 0.7
    assert "| recipe open.yaml: pages | AUC | 0.7 |" in (copy / "MODEL_CARD.md").read_text("utf-8")
