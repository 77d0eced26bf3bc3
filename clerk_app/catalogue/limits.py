"""How large a catalogue may be. Checked before anything is parsed: a catalogue comes from another office."""

from __future__ import annotations

LARGEST_FILE = 256 * 1024
"""Bytes of one TOML file."""

LARGEST_RELEASE = 4 * 1024 * 1024
"""Bytes of a whole release in canonical form."""

LONGEST_LINE = 2_000
"""Bytes of one line of TOML."""

MOST_DOTS = 40
"""Dots in one line of TOML: the parser's work grows with the square of a key's parts."""

DEEPEST_FILE = 8
"""Brackets inside brackets in a TOML file."""

MOST_FILES = 200
MOST_TYPES = 200
MOST_STEPS = 100
MOST_FIELDS = 60
MOST_CHOICES = 60
MOST_MATERIALS = 20
MOST_SIGNOFFS = 20
MOST_GATES = 30
MOST_NAMES = 40
"""Step, role or column ids in one list."""
MOST_PARAMETERS = 500
MOST_ROLES = 100
MOST_DAYS = 2_000
"""Holidays and working weekends of all years."""

LONGEST_LINE_OF_TEXT = 200
LONGEST_GUIDE = 600

LONGEST_EXPRESSION = 500
"""Characters of a condition."""

DEEPEST_EXPRESSION = 20
"""Levels of a condition's tree, and brackets inside brackets."""
