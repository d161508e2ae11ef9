"""Which pages are concerned, by the options ``exempt`` and ``only``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from browserbanner.headers import Headers
    from browserbanner.options import Exemption


class Pages:
    """The pages that may get a banner."""

    __slots__ = ("_all", "_exemptions", "_is_exempt", "_is_listed")

    def __init__(self, exempt: Sequence[str | Exemption], only: Sequence[str] | None) -> None:
        self._is_exempt = _matcher([each for each in exempt if isinstance(each, str)])
        self._is_listed = None if only is None else _matcher(only)
        self._all = not exempt and only is None
        self._exemptions = [each for each in exempt if not isinstance(each, str)]

    def concern(self, path: str | None, headers: Headers) -> bool:
        """Whether this page, of a path below the app's root path, may get one. Where the path is not known that is so
        if no page is exempt. Raises what the site's functions do."""
        if self._all or path is None:
            return self._all
        if self._is_listed is not None and not self._is_listed(path):
            return False
        return not (self._is_exempt(path) or any(exempts(path, headers) for exempts in self._exemptions))


def _matcher(patterns: Sequence[str]) -> Callable[[str], object]:
    if not patterns:
        return lambda path: None
    import fnmatch
    import re

    return re.compile("|".join(map(fnmatch.translate, patterns))).match
