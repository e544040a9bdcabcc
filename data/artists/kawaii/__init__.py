"""East Asian chat stickers: round chibi and yuru-chara people, soft clip art, dot eyes, blush, white borders."""

from data.artists.kawaii.drawing import draw

__all__ = ["draw"]
