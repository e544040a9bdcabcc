"""ONNX Runtime sessions: which provider, how many threads, and an error where the wish cannot be met."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

import onnxruntime as ort

from stickerguard.errors import BundleError, ProviderError
from stickerguard.signature import Signature, check_signature

_SHORT_NAMES = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "rocm": "ROCMExecutionProvider",
    "migraphx": "MIGraphXExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "directml": "DmlExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
}
_CUDA_BUILD = "'onnxruntime-gpu[cuda,cudnn]'"
"""What pip takes for the CUDA build with the libraries that it needs, quoted for a shell."""


@dataclass(frozen=True, slots=True)
class RuntimeOptions:
    """Where and how models run.

    `provider` is a short name ("cpu", "cuda", ...) or an ONNX Runtime provider name. `threads` is the number
    of intra-op threads per session: one is best for throughput, since two 1-thread processes beat one 2-thread
    process on every model of the default bundle. `allow_fallback` lets a missing provider become the CPU;
    without it that is a `ProviderError`.
    """

    provider: str = "cpu"
    threads: int = 1
    allow_fallback: bool = False

    def __post_init__(self) -> None:
        """Raise ProviderError, "unknown_provider", for a provider that is no name, and "bad_threads" for threads that
        are no whole number from 0 on; 0 leaves it to ONNX Runtime."""
        if not isinstance(self.provider, str):
            raise ProviderError(
                f"runtime: the provider is a {type(self.provider).__name__}; give a name such as 'cpu' or 'cuda'",
                code="unknown_provider",
            )
        if not isinstance(self.threads, int) or isinstance(self.threads, bool) or self.threads < 0:
            raise ProviderError(
                f"runtime: {str(self.threads)[:40]!r} is no number of threads; give a whole number, best 1",
                code="bad_threads",
            )


def available_cpus() -> int:
    """CPUs this process may use: the affinity mask, cut by the cgroup v2 quota where there is one; at least 1."""
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return cpus
    return cpus if quota == "max" else max(1, min(cpus, int(quota) // int(period)))


def has_vnni(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the CPU multiplies 8-bit integers without overflow (VNNI); False where the system does not tell."""
    try:
        return "vnni" in cpuinfo.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def resolve_provider(options: RuntimeOptions) -> str:
    """The ONNX Runtime provider to use.

    Raises ProviderError: unknown name, or not available here while fallback is not allowed.
    """
    name = _SHORT_NAMES.get(options.provider.lower(), options.provider)
    if name in ort.get_available_providers():
        return name
    if name not in ort.get_all_providers():
        raise ProviderError(
            f"provider {options.provider!r} is not known to ONNX Runtime {ort.__version__}; "
            f"choose one of {', '.join(sorted(_SHORT_NAMES))} or a full provider name",
            code="unknown_provider",
        )
    if options.allow_fallback:
        return "CPUExecutionProvider"
    raise ProviderError(
        f"provider {options.provider!r} was asked for but this ONNX Runtime build offers only "
        f"{', '.join(ort.get_available_providers())}; {_remedy()}, or allow the fallback to the CPU",
        code="not_available",
    )


def installed_builds() -> tuple[str, ...]:
    """The packages of ONNX Runtime that are installed, such as onnxruntime and onnxruntime-gpu, sorted by name."""
    names = {distribution.name.lower().replace("_", "-") for distribution in distributions() if distribution.name}
    return tuple(
        sorted(name for name in names if re.fullmatch(r"(ort-nightly|onnxruntime)(-(?!extensions)[a-z0-9-]+)?", name))
    )


def side_by_side() -> str | None:
    """What is wrong where several builds are installed, which share one folder, and the commands that mend it."""
    builds = installed_builds()
    if len(builds) < 2:
        return None
    wanted = next((name for name in builds if name != "onnxruntime"), builds[0])
    return (
        f"{' and '.join(builds)} are installed side by side in one folder, so one wins by chance, mostly the CPU's: "
        f"pip uninstall -y {' '.join(builds)} && pip install {_CUDA_BUILD if wanted == 'onnxruntime-gpu' else wanted}"
    )


def _remedy() -> str:
    if problem := side_by_side():
        return problem
    if "onnxruntime-gpu" in installed_builds():
        return "this build is for CUDA: look at the driver (nvidia-smi)"
    return (
        f"put the build for it in place of this one (CUDA: pip uninstall -y onnxruntime && pip install {_CUDA_BUILD})"
    )


def create_session(model: Path, options: RuntimeOptions, signature: Signature | None = None) -> ort.InferenceSession:
    """Load one model file.

    Raises ProviderError when the provider is not the one that ends up being used, BundleError when the file
    is not a model this ONNX Runtime can load, or does not take and give what `signature` says.
    """
    provider = resolve_provider(options)
    session_options = ort.SessionOptions()
    session_options.intra_op_num_threads = options.threads
    session_options.inter_op_num_threads = 1
    session_options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not has_vnni():
        # The faster int8 kernels saturate there, and the models then read and score worse. Elsewhere the setting
        # changes nothing but the time: the OCR detector takes a third more.
        session_options.add_session_config_entry("session.x64quantprecision", "1")
    session_options.log_severity_level = 3
    # Input shapes vary per sticker: cached memory patterns would only grow.
    session_options.enable_mem_pattern = False
    providers = [provider] if provider == "CPUExecutionProvider" else [provider, "CPUExecutionProvider"]
    try:
        session = ort.InferenceSession(str(model), session_options, providers=providers)
    except Exception as error:  # ONNX Runtime raises many unrelated classes here
        raise BundleError(
            f"{model}: ONNX Runtime {ort.__version__} cannot load this model: {error}", code="bad_model"
        ) from error
    used = session.get_providers()[0]
    if used != provider and not options.allow_fallback:
        raise ProviderError(
            f"provider {options.provider!r} was asked for but ONNX Runtime fell back to {used} for {model.name}; "
            f"check the driver (nvidia-smi) and the libraries (pip install {_CUDA_BUILD}), or allow the fallback",
            code="not_used",
        )
    if signature is not None:
        check_signature(model, session, signature)
    return session
