"""What an integration says where its framework is not installed."""

from __future__ import annotations


def missing(package: str, error: ModuleNotFoundError) -> ModuleNotFoundError:
    """The error to raise instead; ``error`` itself, where something else is missing."""
    if (error.name or "").partition(".")[0] != package:
        return error
    return ModuleNotFoundError(f"this integration needs {package}: pip install {package}", name=error.name)
