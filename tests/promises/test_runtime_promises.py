"""What the package promises to people who run it."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from stickerguard import Bundle, BundleError, ProviderError, RuntimeOptions, StickerClassifier
from stickerguard.images import decode
from stickerguard.runtime import available_cpus, create_session
from stickerguard.selftest import CANARY_STICKER
from tests.drawing import animate, encode, shapes

BLOCKED = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"torch", "torchvision", "transformers", "timm", "onnx", "pytesseract"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Block())
"""
OFFLINE = """
import socket

def refuse(*_, **__):
    raise AssertionError("something wants the network")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
"""
SCORE = """
import sys
from stickerguard import StickerClassifier
print(StickerClassifier(exhaustive=True).classify(sys.argv[1]).decision)
"""
PLATEAU = """
import re, sys
import numpy as np
from stickerguard import StickerClassifier

def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) / 1024

classifier = StickerClassifier()
random = np.random.default_rng(1)
for number in range(1000):
    height, width = random.integers(16, 640, 2)
    picture = np.repeat(np.repeat(random.integers(0, 256, (height // 8 + 1, width // 8 + 1, 4), np.uint8), 8, 0), 8, 1)
    classifier.classify(picture)
    if number == 300:
        before = resident()
print(resident() - before)
"""


def process(program: str, *arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **options)


def test_of_each_kind_of_file_a_known_colour_is_decoded() -> None:
    """Of each kind of file one colour that is known beforehand."""
    square = shapes((8, 8)).convert("RGB")
    square.paste((200, 30, 60), (0, 0, 8, 8))
    half = square.convert("RGBA")
    half.putalpha(51)
    tall = square.resize((4, 8))
    tall.paste((0, 0, 0), (0, 4, 4, 8))
    exif = tall.getexif()
    exif[0x0112] = 6  # the right side of what is stored is the top of what is meant
    golden = {
        "RGBA": (encode(half, "PNG"), (0, 0), (142, 108, 114)),
        "palette": (encode(square.quantize(4), "PNG"), (0, 0), (200, 30, 60)),
        "CMYK": (encode(square.convert("CMYK"), "JPEG", quality=100), (4, 4), (200, 30, 60)),
        "EXIF rotation": (encode(tall, "PNG", exif=exif), (0, 7), (200, 30, 60)),
        "animation": (
            animate([square.quantize(4), shapes((8, 8)).convert("RGB").quantize(4)], "GIF"),
            (0, 0),
            (200, 30, 60),
        ),
    }
    for kind, (data, (row, column), colour) in golden.items():
        frame = decode(data).frames[0].rgb
        assert np.abs(frame[row, column].astype(int) - colour).max() <= 3, kind


def test_a_process_without_torch_and_network_runs_the_bundle() -> None:
    done = process(BLOCKED + OFFLINE + SCORE, CANARY_STICKER)
    assert done.stdout.strip() == "flag", done.stderr


@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_bundle_is_refused_by_name(bundle: Bundle, tmp_path: Path, harm: str) -> None:
    for name in sorted(bundle.manifest.files):
        copy = tmp_path / name
        copy.mkdir()
        for path in bundle.path.iterdir():
            (copy / path.name).symlink_to(path)
        target = copy / name
        target.unlink()
        if harm != "remove":
            data = bytearray(bundle.file(name).read_bytes())
            data[len(data) // 2] ^= 1
            target.write_bytes(data if harm == "flip" else data[: len(data) // 2])
        with pytest.raises(BundleError, match=name.replace(".", r"\.")):
            Bundle.load(copy)
        shutil.rmtree(copy)


def test_a_provider_asked_for_is_used_or_an_error(bundle: Bundle) -> None:
    for name in onnxruntime.get_all_providers():
        options = RuntimeOptions(provider=name)
        if name in onnxruntime.get_available_providers():
            session = create_session(bundle.file("vision.onnx"), options)
            assert session.get_providers()[0] == name
        else:
            with pytest.raises(ProviderError):
                create_session(bundle.file("vision.onnx"), options)


def test_processes_follow_the_affinity() -> None:
    cpu = min(os.sched_getaffinity(0))
    program = "import os, sys; os.sched_setaffinity(0, [int(sys.argv[1])])\n"
    program += "from stickerguard.runtime import available_cpus; print(available_cpus())"
    assert process(program, cpu).stdout.strip() == "1"


@pytest.mark.parametrize(("quota", "allowed"), [("max 100000", 8), ("250000 100000", 2), ("50000 100000", 1)])
def test_processes_follow_the_cgroup_quota(monkeypatch: pytest.MonkeyPatch, quota: str, allowed: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: quota)
    assert available_cpus() == allowed


def test_memory_does_not_grow_with_the_stickers() -> None:
    done = process(PLATEAU)
    assert float(done.stdout) < 30, done.stdout


def test_concurrent_runs_say_what_serial_ones_say(classifier: StickerClassifier, samples: Path) -> None:
    paths = sorted(samples.iterdir())

    def plain(path: Path) -> dict[str, object]:
        return classifier.classify(path).to_dict(with_text=True) | {"elapsed_ms": None}

    serial = [plain(path) for path in paths]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(plain, paths)) == serial


def test_a_run_leaves_nothing_in_the_home_folder(tmp_path: Path, samples: Path) -> None:
    # Some builds of ONNX Runtime keep an identifier and usage data there, to be sent to their maker.
    home = tmp_path / "home"
    home.mkdir()
    variables = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    code = "import sys, stickerguard; print(stickerguard.StickerClassifier().classify(sys.argv[1]).decision)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(samples / "canary_baby.webp")],
        env=variables | {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "flag\n"
    assert list(home.rglob("*")) == []
