"""Shaded hands: soft portrait, clay, cut paper, poster, facets, mosaic, pixels, engraving."""

from data.artists.shaded.drawing import draw

__all__ = ["draw"]
