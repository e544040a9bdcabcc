"""Modern TV and web cartoons: rubber hose, beans, faceless flat figures, big chins, bobble heads and marker doodles."""

from data.artists.toon.drawing import draw

__all__ = ["draw"]
