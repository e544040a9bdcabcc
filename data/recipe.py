"""`sources.yaml`, checked: every source that a bundle may be made from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stickerguard.errors import StickerguardError

SOURCES = Path(__file__).with_name("sources.yaml")
Use = Literal["train", "calibrate", "test"]
Share = Annotated[float, Field(ge=0, lt=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Package(_Strict):
    """A package on npm."""

    package: str
    version: str


class Vendor(Package):
    """One emoji package on npm.

    `family` joins packages that share their designs, so that a split by (family, design) never puts the same drawing
    on both sides. `use` is the most that the package may be used for: "train" packages also give held-out designs,
    "calibrate" and "test" packages are never trained on. `known_design`: a "test" package whose family is trained on.
    """

    name: str
    licence: str
    use: Use
    family: str
    known_design: bool = False


class DrawnSources(_Strict):
    """The emoji packages, and the names that no build may touch."""

    labelling: str
    held_out: Share
    sources: tuple[Vendor, ...]
    forbidden: tuple[str, ...]


class PictogramVendor(Package):
    """One package of one-colour icons on npm."""

    name: str
    licence: str


class PictogramSources(_Strict):
    """The packages whose icons of people were labelled by eye."""

    labelling: str
    sources: tuple[PictogramVendor, ...]


class IconSource(Package):
    """The package that holds many icon sets, some of which data/vision/icons.yaml labels for training.

    `licences` are the SPDX names a set may have; `tested` are sets that share designs with what only tests.
    """

    labelling: str
    licences: tuple[str, ...]
    tested: tuple[str, ...]


class AvatarStyle(Package):
    """One style of avatars on npm, and how many pairs of an adult and a child it draws."""

    name: str
    artist: str
    licence: str
    use: Use
    count: int


class AvatarSources(Package):
    """The package that draws avatars, and the styles of several artists."""

    labelling: str
    styles: tuple[AvatarStyle, ...]


class FigureSource(Package):
    """A package of whole figures, what draws them, and how many pairs of an adult and a child it draws."""

    drawn_with: tuple[Package, ...]
    labelling: str
    artist: str
    licence: str
    use: Use
    count: int


class GlyphSource(_Strict):
    """A font of emoji, with the package of the system that installs it as `file`."""

    name: str
    package: str
    version: str
    licence: str
    file: Path


class IllustrationSource(_Strict):
    """A folder of illustrations, with the package of the system that installs it."""

    name: str
    package: str
    version: str
    licence: str
    folder: Path


class CharacterSource(_Strict):
    """How many people are drawn, and which share of the styles calibrates and tests."""

    licence: str
    labelling: str
    styles: int
    singles: int
    groups: int
    calibrate: Share
    held_out: Share


class ShapeSource(_Strict):
    """How many pictures of mere shapes, or of mere words, are drawn, and which shares of them calibrate and test."""

    licence: str
    labelling: str
    count: int
    calibrate: Share
    held_out: Share


class PhotoSource(_Strict):
    """A local photo set; `calibrate` and `held_out` are the shares that calibrate and test.

    `scenes`: faces are a small part of its pictures, and are cut out as a source of their own.
    """

    name: str
    licence: str
    labelling: str
    calibrate: Share
    held_out: Share
    scenes: bool = False


class PictureBookSource(_Strict):
    """A local set of pages of picture books; whole artists, in these shares, calibrate and test."""

    name: str
    licence: str
    labelling: str
    calibrate: Share
    held_out: Share


class StylisedSource(_Strict):
    """How many photographs of people become drawings for training, and how many others for tests."""

    labelling: str
    train: int
    test: int


class RedrawnSource(_Strict):
    """Vendors whose emoji are drawn again by other hands, and how many times on average, by label."""

    labelling: str
    vendors: tuple[str, ...]
    times: dict[Literal["minor", "adult", "none"], float]


class OwnSource(_Strict):
    """How a user's own pictures are split."""

    labelling: str
    calibrate: Share
    held_out: Share


class CaptionSources(_Strict):
    """Folds of the caption sources."""

    labelling: str
    folds: dict[str, tuple[str, ...]]
    ambiguous: dict[str, int]
    max_characters: int


class Recipe(_Strict):
    """The whole of `sources.yaml`."""

    drawn: DrawnSources
    pictograms: PictogramSources
    icons: IconSource
    avatars: AvatarSources
    figures: FigureSource
    glyphs: tuple[GlyphSource, ...]
    illustrations: tuple[IllustrationSource, ...]
    characters: CharacterSource
    shapes: ShapeSource
    photos: tuple[PhotoSource, ...]
    picture_books: tuple[PictureBookSource, ...]
    messages: ShapeSource
    stylised: StylisedSource
    redrawn: RedrawnSource
    own: OwnSource
    captions: CaptionSources


def read_recipe(path: Path = SOURCES) -> Recipe:
    """Read and check a recipe. Raises StickerguardError, code "bad_recipe", naming the file and the field."""
    try:
        return Recipe.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise StickerguardError(f"{path}: not a recipe of sources: {error}", code="bad_recipe") from error


@cache
def recipe() -> Recipe:
    """The recipe of this checkout."""
    return read_recipe()
