"""The exceptions that this package raises on purpose."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(given: object, good: Iterable[object]) -> str:
    """`` (did you mean 'bar'?)``, or nothing where none of the good ones is similar. Capitals do not count."""
    by_name = {str(each).lower(): each for each in good}
    close = get_close_matches(str(given).lower(), by_name, 1)
    return f" (did you mean {by_name[close[0]]!r}?)" if close else ""


class BrowserBannerError(Exception):
    """The base of all exceptions of this package."""


class ConfigurationError(BrowserBannerError, ValueError):
    """An invalid setting, found where the settings are made: at start-up, never in a request.

    Its message begins with the option, quotes the bad value and lists the good ones; ``option``: the setting's name,
    "policy" where the error is about ``policy['chrome']``; ``value``: as given.
    """

    def __init__(self, message: str, *, option: str | None = None, value: object = None) -> None:
        super().__init__(message)
        self.option: str | None = option and option.partition("[")[0]
        self.value = value

    def about(self, option: str) -> ConfigurationError:
        """The same error about another option, whose value is read in the same way."""
        text = f"{option}{str(self).removeprefix(self.option or '')}"
        return ConfigurationError(text, option=option, value=self.value)

    @classmethod
    def choice(cls, option: str, value: object, good: Iterable[object]) -> ConfigurationError:
        """The error for a value that is none of a list."""
        names = tuple(good)
        text = f"{option}={value!r}: must be one of: {', '.join(map(repr, names))}{did_you_mean(value, names)}"
        return cls(text, option=option, value=value)

    @classmethod
    def expected(cls, option: str, value: object, what: str) -> ConfigurationError:
        """The error for a value that is not what ``what`` describes, e.g. "a whole number of days, 0 or more"."""
        return cls(f"{option}={value!r}: must be {what}", option=option, value=value)
