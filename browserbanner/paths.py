"""PathPatterns: which pages the options ``exempt`` and ``only`` mean."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

from browserbanner.errors import ConfigurationError
from browserbanner.functions import call, check_function
from browserbanner.request import Request

_WHAT = 'path patterns such as "/admin" or "/api/*", or functions from a request to a bool'
#: What people write in regular expressions, and no path has.
_LOOKS_LIKE_A_REGEX = re.compile(r"/\.\*(?:/|$)|\.\+|\\|\^|\$$|\(\?|\([^)]*\|")
#: A part of a framework's route: Flask's and Django's <int:id>, Starlette's and Pyramid's {id}, Bottle's :id.
_ROUTE_PART = re.compile(r"<[^<>]+>|\{[^{}]+\}|(?<=/):[A-Za-z_]\w*(?=/|$)")
_ORIGIN = re.compile("[^/]+://[^/]*")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


class PathPatterns:
    """Path patterns and functions, asked together: does one of them mean this request?

    ``"/admin"`` covers ``/admin`` and everything below it; ``"/api/*"`` covers ``/api`` too; ``"/"`` is the home page
    alone. ``*``, ``?`` and ``[...]`` are the shell's (fnmatch); ``*`` goes past slashes.
    """

    def __init__(self, option: str, given: Iterable[str | Callable[[Request], bool]]) -> None:
        """``option``: its name; ``given``: as :meth:`check` returns them."""
        self._option = option
        texts = [each for each in given if isinstance(each, str)]
        self._pattern = re.compile("|".join(map(_regex, texts))) if texts else None
        self._functions = [each for each in given if not isinstance(each, str)]

    def match(self, request: Request) -> bool:
        """Whether the request's path, below the app's root path, or one of the functions says so. Raises
        FunctionFailed."""
        if self._pattern is not None and self._pattern.fullmatch(request.path):
            return True
        return any(call(self._option, holds, request) for holds in self._functions)

    @staticmethod
    def check(option: str, given: object) -> tuple[str | Callable[[Request], bool], ...]:
        """The patterns and functions that an option holds; one alone counts as a list of one.

        Raises ConfigurationError for anything else, for a pattern that no path can match, and for an ``only`` that is
        empty: that would turn every banner off.
        """
        if isinstance(given, str) or callable(given):
            given = (given,)
        if not isinstance(given, Iterable) or isinstance(given, bytes | Mapping):
            raise ConfigurationError.expected(option, given, _WHAT)
        checked = tuple(given)
        if option == "only" and not checked:
            raise ConfigurationError.expected(option, given, f"at least one of: {_WHAT}; or None (all pages)")
        for each in checked:
            if isinstance(each, str):
                _check_pattern(option, each)
            elif callable(each):
                check_function(option, each, "the Request")
            else:
                raise ConfigurationError.expected(option, given, _WHAT)
        return checked


def _check_pattern(option: str, pattern: str) -> None:
    problem = None
    if _LOOKS_LIKE_A_REGEX.search(pattern):
        problem = 'this is a regular expression; patterns are the shell\'s: "/api/*" is everything below /api'
    elif (origin := _ORIGIN.match(pattern)) is not None:
        problem = f"a pattern is of the path alone: write {pattern[origin.end() :] or '/'!r}"
    elif len(several := re.split(r"[,|\s]+(?=/)", pattern.strip())) > 1:
        problem = f"these are several patterns: give a list, write {several!r}"
    elif pattern != pattern.strip():
        problem = f"no path begins or ends with a blank: write {pattern.strip()!r}"
    elif re.search(r"\{[^{}]*,[^{}]*\}", pattern):
        problem = "patterns have no {a,b}: give a list of patterns"
    elif _ROUTE_PART.search(pattern):
        problem = f"this is a route: write {'/' + _ROUTE_PART.sub('*', pattern).strip('/')!r}"
    elif any(segment in (".", "..") for segment in pattern.split("/")):
        problem = f"browsers resolve . and .. before they ask: write {posixpath.normpath('/' + pattern.lstrip('/'))!r}"
    elif not pattern.startswith(("/", "*", "?", "[")):
        problem = f"a path begins with a slash: write {'/' + pattern!r}"
    elif pattern.startswith("//"):
        problem = f"a path begins with one slash: write {'/' + pattern.lstrip('/')!r}"
    elif "?" in pattern and "=" in pattern:
        problem = "a pattern is of the path alone, without a query"
    elif _ENCODED.search(pattern):
        problem = f"paths are percent-decoded: write {unquote(pattern)!r}"
    if problem is not None:
        raise ConfigurationError(f"{option}: {pattern!r} matches nothing: {problem}", option=option, value=pattern)


def _regex(pattern: str) -> str:
    """The regular expression of one pattern, which covers what is below it as well."""
    if pattern == "/":
        return "/?"
    return (
        fnmatch.translate(pattern.removesuffix("/*").rstrip("/")).removesuffix(r"\Z").removesuffix(r"\z") + "(?s:/.*)?"
    )
