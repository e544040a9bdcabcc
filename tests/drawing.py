"""Pictures that tests draw for themselves."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw


def shapes(size: tuple[int, int] = (120, 80), *, seed: int = 0) -> Image.Image:
    """An RGBA picture: a transparent ground, a disc and a bar in colours that depend on `seed`."""
    random = np.random.default_rng(seed)
    colours = [(*(int(value) for value in random.integers(0, 256, 3)), 255) for _ in range(2)]
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.ellipse((width // 6, height // 6, width * 2 // 3, height * 5 // 6), fill=colours[0])
    draw.rectangle((width // 2, height // 3, width * 7 // 8, height * 2 // 3), fill=colours[1])
    return image


def encode(image: Image.Image, format: str, **options: object) -> bytes:
    """`image` as a file of this format."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def animate(frames: Sequence[Image.Image], format: str, **options: object) -> bytes:
    """`frames` as an animated file of this format."""
    return encode(frames[0], format, save_all=True, append_images=list(frames[1:]), duration=50, **options)
