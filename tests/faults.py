"""A fault of ours, to be put anywhere."""

from __future__ import annotations

from typing import Any


def fails(*arguments: object, **more: object) -> Any:
    """Stands in for whatever is to fail."""
    raise RuntimeError("a fault of ours")
