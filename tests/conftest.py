"""For all tests: properties are checked without a clock, since machines are noisy."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("browserbanner", deadline=None)
settings.load_profile("browserbanner")
