"""Is enough of each room covered? Run by `make test` on coverage's JSON report; prints what is missing.

Where a mistake would forge, lose or let through something, every line and branch is run by a test; elsewhere 95 %.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

ALL_OF_IT = frozenset({"bundle", "canon", "chain", "crypto", "store", "workflow"})
ELSEWHERE = 95

_SEEN = ("covered_lines", "covered_branches")
_THERE = ("num_statements", "num_branches")


def room_of(path: str) -> str:
    """The room of a file: ``clerk_app/store/journal.py`` is in "store"."""
    first, *rest = PurePath(path.replace("\\", "/")).with_suffix("").parts
    return first if first == "ui" or rest[0] == "__init__" else rest[0]


def shortcomings(report: Mapping[str, Any]) -> list[str]:
    """Every room, and where all is asked every file, that has less than it should."""
    seen, there, found = Counter[str](), Counter[str](), []
    for path, file in sorted(report["files"].items()):
        summary, room = file["summary"], room_of(path)
        seen[room] += sum(summary[name] for name in _SEEN)
        there[room] += sum(summary[name] for name in _THERE)
        if room in ALL_OF_IT and (file["missing_lines"] or file["missing_branches"]):
            jumps = [f"{start}->{end}" for start, end in file["missing_branches"]]
            found.append(f"{path}: never run: {', '.join(map(str, [*file['missing_lines'], *jumps]))}")
    found += [
        f"{room}: {seen[room] * 100 / there[room]:.1f} % is run, {ELSEWHERE} % is wanted"
        for room in sorted(there)
        if room not in ALL_OF_IT and seen[room] * 100 < ELSEWHERE * there[room]
    ]
    return found


def main(path: str) -> int:
    """Print the shortcomings; 1 where there are any."""
    found = shortcomings(json.loads(Path(path).read_text(encoding="utf-8")))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
