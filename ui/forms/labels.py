"""How a field is called on the page, and what stands in a row of editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from clerk_app.model import Field

from ..language import _


class Valued(Protocol):
    """Anything with a value."""

    def value(self) -> Any:
        """The value, None while there is none."""


def values_of(editors: Mapping[str, Valued]) -> dict[str, Any]:
    """What stands in editors; empty ones are left out."""
    given = {name: editor.value() for name, editor in editors.items()}
    return {name: value for name, value in given.items() if value is not None}


def label_of(field: Field) -> str:
    """A field's label, with a remark where it may be left empty."""
    return field.label if field.required else _("{label}（可不填）").format(label=field.label)
