"""The container file: not root, with a health check, and only with settings that exist."""

import re
from pathlib import Path

from stickerguard.service.settings import Settings

TEXT = (Path(__file__).resolve().parents[2] / "scripts/Containerfile").read_text("utf-8")


def test_the_service_does_not_run_as_root_and_is_watched() -> None:
    last_stage = TEXT[TEXT.rindex("\nFROM ") :]
    assert re.findall(r"^USER (\S+)$", last_stage, re.M) == ["10001"]
    assert re.search(r"^HEALTHCHECK .*\n\s+CMD .*/healthz", last_stage, re.M)


def test_every_setting_in_it_exists() -> None:
    names = {name.lower() for name in re.findall(r"STICKERGUARD_([A-Z_]+)=", TEXT)}
    assert names
    assert names <= set(Settings.model_fields)


def test_the_documented_settings_are_the_settings() -> None:
    document = (Path(__file__).resolve().parents[2] / "docs/service.md").read_text("utf-8")
    assert {name.lower() for name in re.findall(r"^\| `STICKERGUARD_([A-Z_]+)`", document, re.M)} == set(
        Settings.model_fields
    )
