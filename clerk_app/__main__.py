"""The program's one entrance: without a command it opens the window, with one it works without a screen."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the command line asks for; returns the exit code. Each face is loaded only where it is used."""
    words = sys.argv[1:]
    if not words or words[0] == "open":
        from ui.app import main as window

        return window(words[1:])
    from clerk_app.cli import main as command

    return command(words)


if __name__ == "__main__":
    sys.exit(main())
