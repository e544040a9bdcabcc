"""What a native decoder does to itself never reaches this process: it happens in a child that is replaced."""

import gzip
import io
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from stickerguard import DecodeError, Limits, StickerguardError, native
from stickerguard.images import decode
from tests.test_lottie import SQUARE, layer
from tests.test_motion import lottie, tgs, webm


def crashing() -> bytes:
    """A gradient without colours, which rlottie reads beyond the end of."""
    gradient = {"ty": "gf", "o": {"k": 100}, "r": 1, "t": 1, "g": {"p": 3, "k": {"a": 0, "k": []}}, "s": {"k": [0, 0]}}
    return gzip.compress(
        json.dumps(lottie(layers=[layer(shapes=[SQUARE[0], gradient | {"e": {"k": [9, 9]}}])])).encode()
    )


def slow() -> bytes:
    """As many large squares as the structure may have, in many frames."""
    squares = [{**SQUARE[0], "s": {"a": 0, "k": [5000, 5000]}, "r": {"a": 0, "k": 900}}, SQUARE[1]]
    layers = [layer(ind=number, op=900, shapes=squares) for number in range(15_000)]
    return gzip.compress(json.dumps(lottie(layers=layers, op=900, w=512, h=512)).encode())


def large_video(side: int = 5000) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=10)
        stream.width = stream.height = side
        stream.pix_fmt = "yuv420p"
        stream.options = {"deadline": "realtime", "cpu-used": "16"}
        frame = av.VideoFrame(side, side, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return buffer.getvalue()


def test_a_crash_is_an_error_of_that_file_and_the_next_one_is_decoded() -> None:
    for _ in range(2):
        with pytest.raises(DecodeError, match="crashed") as caught:
            decode(crashing())
        assert caught.value.code == "corrupt"
        assert decode(tgs()).info.decoded == 10


def test_a_sound_file_leaves_the_child_for_the_next() -> None:
    native._POOL.close()
    children = set()
    for data in (tgs(), webm(), tgs()):
        decode(data)
        children.add(native._POOL._idle[-1].process.pid)
    assert len(children) == 1


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(StickerguardError, match="max_decode_seconds") as caught:
        decode(slow(), Limits(max_decode_seconds=1, max_total_pixels=10**9))
    assert caught.value.code == "too_slow"
    assert decode(tgs()).info.decoded == 10


def test_a_limit_on_memory_ends_the_file_and_not_the_run() -> None:
    with pytest.raises(StickerguardError) as caught:
        decode(large_video(3000), Limits(max_decode_memory=200 * 2**20))
    assert caught.value.code in ("too_much_memory", "corrupt")
    assert decode(tgs()).info.decoded == 10


def test_the_size_of_a_video_is_checked_before_it_is_decoded() -> None:
    # With so little memory a single frame of it could not be decoded.
    with pytest.raises(StickerguardError, match="5000 x 5000") as caught:
        decode(large_video(), Limits(max_decode_memory=400 * 2**20))
    assert caught.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    ("change", "code"),
    [(lambda data: data.replace(b"V_VP9", b"V_XY9"), "unsupported_format"), (lambda data: data[:200], "corrupt")],
    ids=["codec", "cut"],
)
def test_odd_video_has_a_code(change: object, code: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(change(webm()))  # type: ignore[operator]
    assert caught.value.code == code


def test_no_child_to_be_had_is_an_error_of_that_file(monkeypatch: pytest.MonkeyPatch) -> None:
    native._POOL.close()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(DecodeError) as caught:
        decode(tgs())
    assert caught.value.code == "no_decoder"


def test_a_child_that_died_while_idle_is_replaced() -> None:
    decode(tgs())
    process = native._POOL._idle[-1].process
    process.kill()
    process.wait()
    assert decode(tgs()).info.decoded == 10


def test_stopping_in_the_middle_leaves_no_half_answer_behind() -> None:
    with pytest.raises(StickerguardError) as caught:
        decode(webm(6), Limits(max_frames=2))
    assert caught.value.code == "too_many_frames"
    assert decode(webm(4)).info.decoded == 4


def test_threads_decode_side_by_side() -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda number: decode(webm(3 + number % 3)).info.decoded, range(12)))
    assert found == [3 + number % 3 for number in range(12)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")
def test_a_forked_process_has_children_of_its_own() -> None:
    program = (
        "import os, sys\n"
        "from stickerguard.images import decode\n"
        "from tests.test_motion import tgs\n"
        "decode(tgs())\n"
        "child = os.fork()\n"
        "good = decode(tgs()).info.decoded == 10\n"
        "if not child:\n"
        "    os._exit(0 if good else 1)\n"
        "_, status = os.waitpid(child, 0)\n"
        "good = good and status == 0 and decode(tgs()).info.decoded == 10\n"
        "sys.exit(0 if good else 1)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="a system without /proc")
def test_the_end_of_the_process_ends_its_child() -> None:
    program = (
        "from stickerguard import native\n"
        "from stickerguard.images import decode\n"
        "from tests.test_motion import tgs\n"
        "decode(tgs())\n"
        "print(native._POOL._idle[-1].process.pid)\n"
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # The child holds no end of our pipes but reads from a pipe that has no writer left: it goes by itself.
    _wait_for_end(int(done.stdout))


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + 300
    while _runs(pid):
        assert time.monotonic() < deadline, "the child lives on"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_last_frame_of_a_video_stays_as_long_as_the_file_says() -> None:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="webm") as container:
        stream = container.add_stream("libvpx-vp9", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        shown = [np.full((64, 64, 3), level, np.uint8) for level in (0, 120, 240)]
        frames = [av.VideoFrame.from_ndarray(pixels, format="rgb24") for pixels in shown]
        packets = [packet for frame in (*frames, None) for packet in stream.encode(frame)]
        for packet in packets:
            packet.duration = int((6 if packet is packets[-1] else 0.1) / packet.time_base)
            container.mux(packet)
    limits = {"seconds": 20.0, "memory": 2**31, "max_pixels": 10_000}
    found = native.native_frames("webm", buffer.getvalue(), "a.webm", **limits)
    times = [frame.milliseconds for frame in found]
    assert times == pytest.approx([100, 100, 6_000], abs=5)
