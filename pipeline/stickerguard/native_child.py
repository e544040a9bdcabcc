"""The child process that runs native decoders: rlottie and FFmpeg, which untrusted files can crash or exhaust.

Run as a file of its own, without the package around it, so that it starts fast and is small. On standard input comes a
request: the length of a JSON object (4 bytes, big endian), the object, `size` bytes of payload. On standard output go
answers of the same form: `{"frame": [width, height], "ms": ...}` with its pixels behind it, 4 bytes each, and last
`{"done": true}` or `{"error": code, "message": ...}`. The end of standard input ends the process.
"""

import io
import json
import math
import os
import struct
import sys
from typing import Any, BinaryIO

_CODECS = {"vp8": "libvpx", "vp9": "libvpx-vp9", "av1": None}
"""FFmpeg's own VP8 and VP9 decoders drop the alpha channel; libvpx keeps it, but as it is built here refuses more than
eight bits a channel."""


class _RefusedError(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _limit(memory: int, seconds: float) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent still ends what takes too long
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(out: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    packed = json.dumps(head).encode()
    out.write(struct.pack(">I", len(packed)) + packed)
    out.write(body)


def _draw_lottie(data: bytes, request: dict[str, Any], out: BinaryIO) -> None:
    from rlottie_python.rlottie_wrapper import LottieAnimation

    animation = LottieAnimation.from_data(data.decode())
    count = animation.lottie_animation_get_totalframe() if animation.animation_p else 0
    width, height = request["width"], request["height"]
    for number in range(min(count, request["frames"])):
        pixels = animation.lottie_animation_render(number, width=width, height=height)
        _answer(out, {"frame": [width, height], "ms": request["ms"]}, pixels)


def _play_video(data: bytes, request: dict[str, Any], out: BinaryIO) -> None:
    import av

    av.logging.set_level(None)
    with av.open(io.BytesIO(data), "r", format="matroska") as container:
        if not container.streams.video:
            raise _RefusedError("corrupt", "holds no video")
        stream = container.streams.video[0]
        context = stream.codec_context
        name = context.name if context else "an unknown codec"
        if name not in _CODECS and name not in ("libdav1d", "libaom-av1"):
            raise _RefusedError("unsupported_format", f"holds {name}; VP8, VP9 and AV1 are read")
        _check_size(context.width, context.height, request["max_pixels"])
        deep = context.format is not None and any(part.bits > 8 for part in context.format.components)
        decoder: Any = av.CodecContext.create((None if deep else _CODECS.get(name)) or name, "r")
        decoder.thread_count = 1
        # Browsers heed what the track says, the decoder what it finds.
        said = {
            "opaque_too": stream.metadata.get("alpha_mode") != "1",
            "aspect": float(stream.sample_aspect_ratio or 1),
        }
        waiting: Any = None
        of_packet = 0.0
        for packet in container.demux(stream):
            if packet.duration and packet.time_base:
                of_packet = float(packet.duration * packet.time_base) * 1000
            for frame in decoder.decode(packet):
                _check_size(frame.width, frame.height, request["max_pixels"])
                if waiting is not None:
                    _show(waiting, _milliseconds(waiting, frame), said, out)
                waiting = frame
        if waiting is not None:
            # The last frame stays until the end; what is written there may be what people read.
            to_the_end = (container.duration or 0) / 1000 - (waiting.time or 0.0) * 1000
            _show(waiting, max(of_packet, to_the_end, 0.0), said, out)


def _check_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise _RefusedError(
            "too_many_pixels", f"{width} x {height} is {width * height:,} pixels, the limit is {most:,}"
        )


def _milliseconds(frame: Any, following: Any) -> float:
    if frame.time is None or following.time is None:
        return 0.0
    return max(0.0, float(following.time - frame.time) * 1000)


def _show(frame: Any, milliseconds: float, said: dict[str, Any], out: BinaryIO) -> None:
    pixels = frame.to_ndarray(format="rgba")
    said = {**said, "opaque_too": said["opaque_too"] and "yuva" in frame.format.name}
    _answer(out, {"frame": [pixels.shape[1], pixels.shape[0]], "ms": milliseconds, **said}, pixels.tobytes())


def _serve(given: BinaryIO, out: BinaryIO) -> None:
    while len(length := given.read(4)) == 4:
        request = json.loads(given.read(struct.unpack(">I", length)[0]))
        data = given.read(request["size"])
        _limit(request["memory"], request["seconds"])
        try:
            (_draw_lottie if request["kind"] == "lottie" else _play_video)(data, request, out)
        except BrokenPipeError:  # the parent is gone
            return
        except _RefusedError as refused:
            _answer(out, {"error": refused.code, "message": str(refused)})
        except MemoryError:
            _answer(out, {"error": "too_much_memory", "message": "no memory left"})
        except Exception as error:  # whatever a binding raises on hostile input
            _answer(out, {"error": "corrupt", "message": f"{type(error).__name__}: {error}"})
        else:
            _answer(out, {"done": True})
        out.flush()


if __name__ == "__main__":
    # What a native library prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.path[:] = sys.argv[1:]
    _serve(sys.stdin.buffer, answers)
