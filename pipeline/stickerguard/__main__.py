"""`python -m stickerguard`."""

from stickerguard.cli import main

main()
