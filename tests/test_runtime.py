"""The provider asked for is the one used, or an error says why not."""

import onnxruntime
import pytest

from stickerguard import Bundle, ProviderError, RuntimeOptions, StickerClassifier
from stickerguard.runtime import available_cpus, create_session, resolve_provider

MISSING = next(name for name in onnxruntime.get_all_providers() if name not in onnxruntime.get_available_providers())


def test_a_missing_provider_is_an_error_naming_what_is_there(bundle: Bundle) -> None:
    with pytest.raises(ProviderError, match="CPUExecutionProvider") as caught:
        StickerClassifier(bundle, runtime=RuntimeOptions(provider=MISSING))
    assert caught.value.code == "not_available"


def test_an_unknown_provider_is_an_error(bundle: Bundle) -> None:
    with pytest.raises(ProviderError, match="abacus") as caught:
        StickerClassifier(bundle, runtime=RuntimeOptions(provider="abacus"))
    assert caught.value.code == "unknown_provider"


def test_fallback_happens_only_when_allowed_and_is_reported(bundle: Bundle) -> None:
    options = RuntimeOptions(provider=MISSING, allow_fallback=True)
    assert resolve_provider(options) == "CPUExecutionProvider"
    assert StickerClassifier(bundle, runtime=options).provider == "CPUExecutionProvider"


def test_sessions_run_where_they_were_asked_to(bundle: Bundle) -> None:
    session = create_session(bundle.file("fusion.onnx"), RuntimeOptions(threads=1))
    assert session.get_providers() == ["CPUExecutionProvider"]
    assert session.get_session_options().intra_op_num_threads == 1


def test_at_least_one_cpu() -> None:
    assert available_cpus() >= 1
