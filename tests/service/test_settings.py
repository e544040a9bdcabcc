"""What the variables of the environment mean."""

from dataclasses import fields

import pytest

from stickerguard.errors import StickerguardError
from stickerguard.limits import Limits
from stickerguard.service.settings import Settings, read_settings

NAMES = [field.name for field in fields(Limits)]


def test_the_limits_are_those_of_the_other_front_ends() -> None:
    assert read_settings().limits == Limits()


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_can_be_raised(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    higher = 2 * getattr(Limits(), name)
    monkeypatch.setenv(f"STICKERGUARD_{name.upper()}", str(higher))
    assert read_settings().limits == Limits(**{name: higher})


def test_the_variable_of_former_versions_is_refused_with_the_one_that_took_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STICKERGUARD_MAX_BODY_BYTES", "1000000")
    with pytest.raises(StickerguardError, match="did you mean STICKERGUARD_MAX_BYTES"):
        read_settings()


@pytest.mark.parametrize("name", sorted({*Settings.model_fields} - {"api_key"}))
def test_a_variable_that_is_set_but_empty_is_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = read_settings()
    monkeypatch.setenv(f"STICKERGUARD_{name.upper()}", "")
    assert read_settings() == usual


@pytest.mark.parametrize("name", ["STICKERGUARD_API_KEY", "stickerguard_api_key"])
def test_a_key_that_is_set_but_empty_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "")
    with pytest.raises(StickerguardError, match=r"STICKERGUARD_API_KEY: .*is empty"):
        read_settings()
