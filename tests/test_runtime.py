"""The provider asked for is the one used, or an error says why not."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from stickerguard import Bundle, ProviderError, RuntimeOptions, StickerClassifier, runtime
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


@pytest.mark.parametrize(("vnni", "setting"), [(True, None), (False, "1")])
def test_int8_kernels_that_cannot_saturate_are_asked_for_where_the_cpu_needs_them(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch, vnni: bool, setting: str | None
) -> None:
    monkeypatch.setattr(runtime, "has_vnni", lambda: vnni)
    options = create_session(bundle.file("fusion.onnx"), RuntimeOptions()).get_session_options()
    if setting is None:
        with pytest.raises(RuntimeError):
            options.get_session_config_entry("session.x64quantprecision")
    else:
        assert options.get_session_config_entry("session.x64quantprecision") == setting


@pytest.mark.skipif(not runtime.has_vnni(), reason="on this CPU the faster kernels saturate")
def test_with_vnni_both_int8_kernels_give_the_same_scores(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    image = np.random.default_rng(5).integers(0, 256, (1, 224, 224, 3), dtype=np.uint8)
    found = []
    for vnni in (True, False):
        monkeypatch.setattr(runtime, "has_vnni", lambda vnni=vnni: vnni)
        session = create_session(bundle.file("vision.onnx"), RuntimeOptions())
        found.append(session.run(["minor_logit"], {"image": image})[0])
    np.testing.assert_array_equal(*found)


def test_what_the_system_says_of_vnni(tmp_path: Path) -> None:
    said = tmp_path / "cpuinfo"
    assert not runtime.has_vnni(said)
    for flags, expected in (("flags : avx2 avx512f", False), ("flags : avx2 avx_vnni", True), ("avx512_vnni", True)):
        said.write_text(flags)
        assert runtime.has_vnni(said) is expected


def test_at_least_one_cpu() -> None:
    assert available_cpus() >= 1


class Installed:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.mark.parametrize(
    ("packages", "builds", "words"),
    [
        (
            ("onnxruntime", "numpy"),
            ("onnxruntime",),
            "pip uninstall -y onnxruntime && pip install 'onnxruntime-gpu[cuda,cudnn]'",
        ),
        (
            ("onnxruntime_gpu", "onnxruntime"),
            ("onnxruntime", "onnxruntime-gpu"),
            "pip uninstall -y onnxruntime onnxruntime-gpu && pip install 'onnxruntime-gpu[cuda,cudnn]'",
        ),
        (("onnxruntime-gpu", "onnxruntime-extensions"), ("onnxruntime-gpu",), "nvidia-smi"),
    ],
)
def test_the_advice_fits_the_builds_that_are_installed(
    monkeypatch: pytest.MonkeyPatch, packages: tuple[str, ...], builds: tuple[str, ...], words: str
) -> None:
    monkeypatch.setattr(runtime, "distributions", lambda: map(Installed, packages))
    assert runtime.installed_builds() == builds
    with pytest.raises(ProviderError) as caught:
        resolve_provider(RuntimeOptions(provider=MISSING))
    assert words in str(caught.value)
    assert (runtime.side_by_side() is None) == (len(builds) == 1)
