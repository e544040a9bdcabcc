"""What a user sees who gives a command of `models` or `data` something it cannot use."""

import ast
import importlib
import json
import shutil
import sys
from pathlib import Path

import pytest

from models.evaluation.report import write_report
from stickerguard.bundle import MANIFEST, default_bundle_path

ROOT = Path(__file__).resolve().parents[2]
ROW = {"slice": "drawn", "metric": "AUC", "value": 0.9, "interval": [0.8, 0.95], "count": 3}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a damaged bundle, a wrong configuration and reports that cannot be compared."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(default_bundle_path(), tmp_path / "damaged")
    manifest = tmp_path / "damaged" / MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace('"version"', '"verzion"'), "utf-8")
    (tmp_path / "wrong.yaml").write_text("seed: x\nlearning_rat: 3\n")
    (tmp_path / "broken.yaml").write_text("seed: [1\nout: 2\n")
    (tmp_path / "scores.csv").write_bytes(b"")
    write_report(tmp_path / "report", "a", {"vision": [ROW]}, [])
    write_report(tmp_path / "other", "b", {"vision": [ROW | {"slice": "photos"}]}, [])
    for name, content in (
        ("text", "no JSON"),
        ("list", "[]"),
        ("bare", "{}"),
        ("rows", json.dumps({"sections": {"vision": [{k: v for k, v in ROW.items() if k != "interval"}]}})),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text(content)
    return tmp_path


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("models.unpack --bundle damaged", "damaged/bundle.json: "),
        ("models.known_answers damaged", "damaged/bundle.json: "),
        ("models.sticker --bundle damaged", "damaged/bundle.json: "),
        ("models.vision.train --config wrong.yaml", "wrong.yaml: not a training configuration: seed: Input should be"),
        ("models.vision.export --config wrong.yaml", "learning_rat: Extra inputs are not permitted"),
        ("models.vision.export --config broken.yaml", "broken.yaml: not a training configuration"),
        ("models.vision.evaluate --config absent.yaml", "absent.yaml: not a training configuration"),
        ("models.calibration --vision-config wrong.yaml", "wrong.yaml: not a training configuration"),
        ("models.caption.evaluate --encoder x --config wrong.yaml", "wrong.yaml: not a training configuration"),
        ("models.caption.reread --data nope.jsonl", "nope.jsonl: no such file"),
        ("models.ocr.quantise --recogniser nope.onnx", "nope.onnx: no such file"),
        ("models.fusion.train --vision nope.csv", "nope.csv: No such file or directory; run make export-vision"),
        ("models.fusion.train --vision scores.csv", "scores.csv: No columns to parse"),
        ("models.signature --sticker nope.onnx", "nope.onnx: no such file; run make sticker"),
        ("models.evaluation.__main__ --compare report nope", "nope/report.json: no such report"),
        ("models.evaluation.__main__ --compare report text", "text/report.json: not JSON"),
        ("models.evaluation.__main__ --compare report list", "list/report.json: holds no JSON object"),
        ("models.evaluation.__main__ --compare report bare", "bare/report.json: sections: Field required"),
        ("models.evaluation.__main__ --compare rows report", "rows/report.json: sections.vision.0.interval: Field"),
        ("models.evaluation.__main__ --compare report other", "report, other: no figure is in both reports"),
        ("data.caption.build --out x --datasets nope", "nope/captions/seed.jsonl: no such file"),
    ],
)
def test_what_cannot_be_used_ends_a_command_with_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], call: str, words: str
) -> None:
    monkeypatch.setattr(sys, "argv", call.split())
    with pytest.raises(SystemExit) as caught:
        importlib.import_module(call.split()[0]).main()
    said = capsys.readouterr()
    assert caught.value.code == 2
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""


def test_every_command_ends_so() -> None:
    found = 0
    for path in [*ROOT.glob("models/**/*.py"), *ROOT.glob("data/**/*.py")]:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name == "main" and path.name != "steps.py":
                found += 1
                assert [ast.unparse(decorator) for decorator in node.decorator_list] == ["command"], path
    assert found > 30
