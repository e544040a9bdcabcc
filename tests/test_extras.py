"""What is said where a package is missing that only part of the program needs."""

import pytest

from stickerguard.errors import StickerguardError
from stickerguard.extras import needed


def test_a_missing_package_is_named_with_what_brings_it() -> None:
    with pytest.raises(StickerguardError) as refused, needed("hashes need abc", "pdq"):
        import no_such_package_anywhere  # noqa: F401
    assert str(refused.value) == "hashes need abc: pip install 'stickerguard[pdq]'"
    assert refused.value.code == "missing_package"


def test_which_one_of_many_is_missing_is_said_where_it_was_asked_for() -> None:
    with pytest.raises(StickerguardError) as refused, needed("serving needs more", "serve", with_detail=True):
        import no_such_package_anywhere  # noqa: F401
    assert str(refused.value) == (
        "serving needs more: pip install 'stickerguard[serve]' (No module named 'no_such_package_anywhere')"
    )
    assert refused.value.code == "missing_package"


def test_other_errors_pass() -> None:
    with pytest.raises(ValueError, match="other"), needed("x", "y"):
        raise ValueError("other")
