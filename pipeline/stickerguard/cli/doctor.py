"""`stickerguard doctor`: what is installed, and does the whole chain work here?"""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import click
import onnxruntime

from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.options import classifier_options
from stickerguard.errors import OcrError
from stickerguard.ocr import TesseractEngine
from stickerguard.recipe import Recipe, build_classifier
from stickerguard.runtime import available_cpus, installed_builds, side_by_side
from stickerguard.selftest import KnownAnswersTest, run_selftest


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@classifier_options
def doctor(as_json: bool, recipe: Recipe) -> None:
    """Print versions, providers, bundle hashes, the models' known answers and the outcome of the canary self-test.

    Exit code 1 when the self-test fails, or a model answers otherwise than when its bundle was packed.
    """
    classifier = build_classifier(recipe)
    test = run_selftest(classifier)
    report: dict[str, Any] = {
        "stickerguard": version("stickerguard"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpus": available_cpus(),
        "packages": {name: version(name) for name in ("numpy", "pillow", "opencv-python-headless", "tokenizers")},
        "onnxruntime": onnxruntime.__version__,
        "onnxruntime_packages": list(installed_builds()),
        **({"onnxruntime_problem": problem} if (problem := side_by_side()) else {}),
        "providers": onnxruntime.get_available_providers(),
        "provider": classifier.provider,
        "ocr": classifier.ocr.name,
        "tesseract": _tesseract(),
        "bundle": {
            "path": str(classifier.bundle.path),
            "name": classifier.bundle.ref.name,
            "version": classifier.bundle.ref.version,
            "sha256": classifier.bundle.ref.sha256,
            "files": classifier.bundle.manifest.files,
        },
        "thresholds": asdict(classifier.thresholds),
        "known_answers": {
            "state": test.known_answers.state,
            "asked": len(test.known_answers.answers),
            "wrong": list(test.known_answers.wrong),
            "not_asked": list(test.known_answers.not_asked),
            "largest_difference": _largest_differences(test.known_answers),
        },
        "selftest": {
            "passed": test.passed,
            "caption_score": test.caption_score,
            "decision": test.verdict.decision,
            "risk": test.verdict.risk,
            "reasons": list(test.verdict.reasons),
        },
    }
    click.echo(json.dumps(report, indent=2) if as_json else _lines(report))
    if not test.passed:
        sys.exit(ExitCode.SOME_INPUTS_FAILED)


def _largest_differences(test: KnownAnswersTest) -> dict[str, float]:
    found: dict[str, float] = {}
    for answer in test.answers:
        found[answer.model] = max(found.get(answer.model, 0.0), round(answer.difference, 5))
    return found


def _tesseract() -> str:
    try:
        return TesseractEngine().version
    except OcrError as error:
        return f"not usable: {error}"


def _lines(report: dict[str, Any], indent: str = "") -> str:
    lines = []
    for key, value in report.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{key}:\n{_lines(value, indent + '  ')}")
        else:
            lines.append(f"{indent}{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    return "\n".join(lines)
