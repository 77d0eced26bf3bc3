"""One thing that is wrong with a catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LISTS = {"years": "holidays"}
"""Files that are not called after the list in them."""

_FOLDERS = ("blocks", "samples")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Where it is, and what should be there; the words of `wanted` are explained in `docs/catalogue.md`."""

    path: str
    wanted: str

    @property
    def file(self) -> str:
        """The file of the folder that the path begins in; "" where the release as a whole is meant."""
        head, *rest = re.split(r"[.\[@]", self.path)
        if head in _FOLDERS and rest:
            return f"{head}/{rest[0]}.toml"
        return f"{_LISTS.get(head, head)}.toml" if head else ""
