"""Vector clip art and office illustration of 1990-2025: caricature ink, line art, glossy mannequins, flat corporate."""

from data.artists.clipart.drawing import draw

__all__ = ["draw"]
