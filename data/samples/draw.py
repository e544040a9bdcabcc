"""Draw the sample stickers again: `python -m data.samples.draw [--art NODE_MODULES]`.

Needs fonts-dejavu-core and fonts-noto-cjk; without --art, npm installs the icon packages under out/npm.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw

from data.command import command
from data.fonts import find_font
from data.jsonl import read_json
from data.samples.catalogue import PACKAGES, SAMPLES, Sample

HERE = Path(__file__).parent
SIDE = 512
FONTS = {"en": "DejaVuSans-Bold.ttf", "zh": "NotoSansCJK-Bold.ttc"}
COLUMNS = ("file", "lang", "caption", "art", "licence", "depicts", "expected", "note")


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--art", type=Path, help="a node_modules folder with the icon packages")
    parser.add_argument("--out", type=Path, default=HERE / "stickers")
    args = parser.parse_args()
    art = args.art or install(Path("out/npm"))
    args.out.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        (args.out / sample.file).write_bytes(draw(sample, art))
    write_table(HERE / "samples.csv")


def install(folder: Path) -> Path:
    """Install the icon packages with npm; returns their node_modules."""
    names = [f"{package.npm}@{package.version}" for package in PACKAGES.values()]
    subprocess.run(["npm", "install", "--silent", "--prefix", str(folder), *names], check=True)
    return folder / "node_modules"


def write_table(path: Path) -> None:
    """`samples.csv`: what each file shows, under which licence, and what the tool must say."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for sample in SAMPLES:
            licence = PACKAGES[sample.art.split("/")[0]].licence
            writer.writerow({name: getattr(sample, name, licence) for name in COLUMNS})


def draw(sample: Sample, art: Path) -> bytes:
    """The file of one sample."""
    icon = rasterise(sample.art, art, round(SIDE * (0.9 if not sample.caption else 0.68)))
    plain, captioned = compose(sample, icon, ""), compose(sample, icon, sample.caption)
    if sample.layout == "late frame":
        return encode(sample, [plain, plain, captioned, captioned])
    if sample.layout == "bounce":
        tilted = (icon.rotate(angle, Image.Resampling.BICUBIC) for angle in (0, 12, 0, -12))
        return encode(sample, [compose(sample, turned, sample.caption) for turned in tilted])
    return encode(sample, [captioned])


def rasterise(name: str, art: Path, side: int) -> Image.Image:
    """The icon "package/icon" as RGBA, `side` pixels square."""
    package, icon = name.split("/")
    content = read_json(art / PACKAGES[package].npm / "icons.json")
    icon = content.get("aliases", {}).get(icon, {}).get("parent", icon)
    width, height = content.get("width", 16), content.get("height", 16)
    body = content["icons"][icon]["body"]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{body}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def compose(sample: Sample, icon: Image.Image, caption: str) -> Image.Image:
    """Icon and caption on the sample's ground, RGBA, `SIDE` pixels square."""
    image = Image.new("RGBA", (SIDE, SIDE), sample.ground or (0, 0, 0, 0))
    vertical = sample.layout == "vertical"
    free = SIDE - icon.width
    x = free // 5 if vertical else free // 2
    y = free // 2 if vertical or not sample.caption else free - 10 if sample.layout == "top" else 10
    image.alpha_composite(icon, (x, y))
    if caption:
        write(image, sample, caption)
    return image


def write(image: Image.Image, sample: Sample, caption: str) -> None:
    """White letters with a black outline, as chat stickers have them."""
    draw = ImageDraw.Draw(image)
    vertical = sample.layout == "vertical"
    text = "\n".join(caption) if vertical else caption
    size = 30 if sample.mode == "small" else 96
    while True:
        font, stroke = find_font(FONTS[sample.lang], size), max(2, size // 12)
        left, top, right, bottom = draw.multiline_textbbox((0, 0), text, font, spacing=8, stroke_width=stroke)
        if right - left <= SIDE * 0.96 and bottom - top <= SIDE * (0.9 if vertical else 0.27):
            break
        size -= 2
    x = SIDE - (right - left) - 24 if vertical else (SIDE - (right - left)) / 2
    y = (SIDE - (bottom - top)) / 2 if vertical else 8 if sample.layout == "top" else SIDE - (bottom - top) - 8
    draw.multiline_text(
        (x - left, y - top),
        text,
        "white",
        font,
        spacing=8,
        align="center",
        stroke_width=stroke,
        stroke_fill="black",
    )


def encode(sample: Sample, frames: list[Image.Image]) -> bytes:
    """`frames` in the format that the file's suffix names."""
    buffer, suffix = io.BytesIO(), Path(sample.file).suffix
    first, rest = frames[0], frames[1:]
    animation = {"save_all": True, "append_images": rest, "duration": 300, "loop": 0} if rest else {}
    match suffix:
        case ".webp":
            first.save(buffer, "WEBP", quality=85, method=6, **animation)
        case ".gif":
            first.save(buffer, "GIF", disposal=2, **animation)
        case ".avif":
            first.convert("RGB").save(buffer, "AVIF", quality=80)
        case ".jpg":
            first.convert("RGB").save(buffer, "JPEG", quality=90)
        case _:
            mode = {"palette": "P", "grey and alpha": "LA"}.get(sample.mode, "RGBA")
            picture = first.quantize(64) if mode == "P" else first.convert(mode)
            picture.save(buffer, "PNG", optimize=not rest, **animation)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
