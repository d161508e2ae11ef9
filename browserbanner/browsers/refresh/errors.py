"""Why a refresh did not happen."""

from __future__ import annotations


class RefreshError(Exception):
    """A refresh failed, and the old data is as it was. The message tells the person who asked for it what failed."""
