"""The exceptions that this package raises on purpose."""

from __future__ import annotations

from collections.abc import Iterable


class BrowserBannerError(Exception):
    """The base of all exceptions of this package."""


class ConfigurationError(BrowserBannerError, ValueError):
    """An invalid setting, found where the settings are made: at start-up, never in a request.

    Its message quotes the bad value and lists the good ones; ``option``: the setting's name; ``value``: as given.
    """

    def __init__(self, message: str, *, option: str | None = None, value: object = None) -> None:
        super().__init__(message)
        self.option = option
        self.value = value

    @classmethod
    def choice(cls, option: str, value: object, good: Iterable[object]) -> ConfigurationError:
        """The error for a value that is none of a list."""
        return cls(f"{option}={value!r}: must be one of: {', '.join(map(repr, good))}", option=option, value=value)

    @classmethod
    def expected(cls, option: str, value: object, what: str) -> ConfigurationError:
        """The error for a value that is not what ``what`` describes, e.g. "a whole number of days, 0 or more"."""
        return cls(f"{option}={value!r}: must be {what}", option=option, value=value)
