"""Pictures that tests draw for themselves."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw


def shapes(size: tuple[int, int] = (120, 80), *, seed: int = 0) -> Image.Image:
    """An RGBA picture: a transparent ground, a kite and a cloud in colours that depend on `seed`."""
    random = np.random.default_rng(seed)
    colours = [(*(int(value) for value in random.integers(0, 256, 3)), 255) for _ in range(2)]
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    width, height = size
    kite = [(0.1, 0.55), (0.35, 0.1), (0.55, 0.45), (0.4, 0.95)]
    draw.polygon([(x * width, y * height) for x, y in kite], fill=colours[0])
    for x, y, radius in [(0.6, 0.7, 0.12), (0.72, 0.6, 0.16), (0.85, 0.72, 0.11)]:
        box = ((x - radius) * width, (y - radius) * height, (x + radius) * width, (y + radius) * height)
        draw.ellipse(box, fill=colours[1])
    return image


def encode(image: Image.Image, format: str, **options: object) -> bytes:
    """`image` as a file of this format."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def animate(frames: Sequence[Image.Image], format: str, **options: object) -> bytes:
    """`frames` as an animated file of this format."""
    return encode(frames[0], format, save_all=True, append_images=list(frames[1:]), duration=50, **options)
