"""Visitors: who sent a request and which banner there is for them, remembered by what tells of that."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from browserbanner.headers import Headers
from browserbanner.useragent import IDENTIFYING_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from browserbanner._knowledge import Knowledge, Visitor
    from browserbanner._readers import Readers
    from browserbanner.banner import Kind
    from browserbanner.options import Options
    from browserbanner.policy import Advice, Verdict

# How many are remembered, and the most characters that the fields of one may have: at most 1 MiB in all.
_MOST, _LONGEST = 512, 2048

_KINDS: dict[Advice, Kind] = {"none": "cannot-update", "open-in-browser": "webview"}


def kind_of(verdict: Verdict, *, desktop_site: bool = False) -> Kind | None:
    """Which banner a verdict calls for, if any. ``desktop_site``: the option of this name."""
    if verdict.outdated:
        return _KINDS.get(verdict.advice, "outdated")
    if desktop_site and verdict.user_agent.form == "phone" and verdict.user_agent.kind == "browser":
        return "desktop-site"
    return None


class Visitors:
    """``judge`` gives the verdict on a request, by its headers."""

    def __init__(self, options: Options, readers: Readers, judge: Callable[[Headers], Verdict]) -> None:
        self._options = options
        self._readers = readers
        self._judge = judge

    def of(self, headers: Headers, known: Knowledge) -> Visitor:
        """The visitor who sent these. Of all that a request says it is a function of a few fields, so what was found is
        kept with what was known at the time, by these. Raises what a function of the site's does."""
        if self._telling is None:
            return self._meet(headers)
        said = headers.values_of(self._telling)
        visitor = known.visitors.get(said)
        if visitor is None:
            pairs = zip(self._telling, said, strict=True)
            visitor = self._meet(Headers((name, value) for name, value in pairs if value is not None))
            if visitor[1] is not known.too_busy and sum(map(len, filter(None, said))) <= _LONGEST:
                if len(known.visitors) >= _MOST:
                    known.visitors.clear()  # rare, and the next request of each brings it back
                known.visitors[said] = visitor
        return visitor

    def _meet(self, headers: Headers) -> Visitor:
        verdict = self._judge(headers)
        kind = kind_of(verdict, desktop_site=self._options.desktop_site)
        if kind is None:
            return None, verdict, "", None
        return kind, verdict, *self._readers.of(headers)

    @cached_property
    def _telling(self) -> tuple[str, ...] | None:
        """The fields that say who asks and what they read; None where a function of the site's may read others."""
        if callable(self._options.locale):
            return None
        named = self._options.country_header
        return IDENTIFYING_HEADERS if named is None else (*IDENTIFYING_HEADERS, named.lower())
