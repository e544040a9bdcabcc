"""Comics: anime and manga, chibi, newspaper strips, TV cartoons with odd skins, European ligne claire."""

from data.artists.comic.drawing import draw

__all__ = ["draw"]
