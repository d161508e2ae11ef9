"""How often a law is tried with other examples: in `make test` a hundred times, in `make fuzz` ten times as often."""

from __future__ import annotations

from hypothesis import settings

DAILY, LONG = "daily", "long"
settings.register_profile(DAILY, deadline=None, max_examples=100)
settings.register_profile(LONG, deadline=None, max_examples=1000)


def tried(times: float) -> settings:
    """So many times as often as usual: more where the examples are many and cheap, less where one takes long."""
    usual = settings.default
    assert usual is not None
    return settings(max_examples=round(usual.max_examples * times))
