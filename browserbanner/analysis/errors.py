"""The one error of a log that cannot be analysed."""

from __future__ import annotations

from browserbanner.errors import BrowserBannerError


class LogError(BrowserBannerError):
    """A log that is missing, empty, unreadable, or of a format that nobody knows. Its message says which, and why."""
