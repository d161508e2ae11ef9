"""Why a refresh did not happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from browserbanner.errors import BrowserBannerError


class RefreshError(BrowserBannerError):
    """A refresh failed, and the old data is as it was. The message tells the person who asked for it what failed.

    ``asked``: whether it is for something that they named: a registry's address, a tarball.
    """

    def __init__(self, message: str, *, asked: bool = False) -> None:
        super().__init__(message)
        self.asked: bool = asked


class NotUnderstood(RefreshError):
    """A package's content is not of the form that is understood."""


@contextmanager
def at(place: str) -> Iterator[None]:
    """Says where in a package the value stands that is not understood."""
    try:
        yield
    except KeyError as error:
        raise NotUnderstood(f"{place}: nothing is known of {str(error)[:40]}") from None
    except (NotUnderstood, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotUnderstood(f"{place}: {error}") from None
