"""`python -m stickerguard`, and what the console script starts."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command, which says what an interrupt means for it; one that comes while it loads ends the process in the
    same way."""
    try:
        from stickerguard.cli import main as command

        command()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write("stickerguard: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
