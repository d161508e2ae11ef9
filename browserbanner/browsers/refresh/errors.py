"""Why a refresh did not happen."""

from __future__ import annotations


class RefreshError(Exception):
    """A refresh failed; the old pack is as it was. The message says what failed, in a sentence for the person who ran it."""
