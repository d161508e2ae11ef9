"""Functions that a site passes in: checked when they are given, not when the first visitor comes; and called."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TypeVar

from browserbanner.errors import ConfigurationError

G = TypeVar("G")
R = TypeVar("R")


class FunctionFailed(Exception):
    """A function that the site passes in as ``option`` has raised what is the cause of this."""

    def __init__(self, option: str) -> None:
        super().__init__(option)
        self.option = option


def call(option: str, function: Callable[[G], R], given: G) -> R:
    """What a function of the site's returns. Raises FunctionFailed for whatever that raises."""
    try:
        return function(given)
    except Exception as error:
        raise FunctionFailed(option) from error


def check_function(option: str, given: object, argument: str, *, may_be_async: bool = False) -> None:
    """Raises ConfigurationError for what is no function, and for one that does not take one argument.

    ``argument``: what it is called with, e.g. "the Request"; ``may_be_async``: whether somebody awaits what it returns.
    """
    what = f"a function that takes one argument, {argument}"
    if not callable(given):
        raise ConfigurationError.expected(option, given, what)
    if is_async(given) and not may_be_async:
        raise ConfigurationError.expected(option, given, what + "; not an async one, since nobody awaits it")
    refusal = _refusal(given, 1)
    if refusal is not None:
        raise ConfigurationError.expected(option, given, f"{what} ({refusal})") from refusal


def check_app(app: object, arguments: int, what: str) -> None:
    """Raises ConfigurationError for what cannot be called with so many arguments, as an app of another protocol can't.

    ``what``: what it has to be.
    """
    if not callable(app):
        raise ConfigurationError.expected("app", app, what)
    refusal = _refusal(app, arguments, follow_wrapped=False)
    if refusal is not None:
        raise ConfigurationError.expected("app", app, what) from refusal


def _refusal(given: Callable[..., object], arguments: int, *, follow_wrapped: bool = True) -> TypeError | None:
    """Why something cannot be called with so many arguments; None where it can, or where nobody can tell."""
    try:
        signature = inspect.signature(given, follow_wrapped=follow_wrapped)
    except (TypeError, ValueError):  # as for built-in callables, SentryAsgiMiddleware, and some proxies
        return None
    try:
        signature.bind(*[None] * arguments)
    except TypeError as error:
        return error
    return None


def is_async(function: object) -> bool:
    """Whether what the function returns has to be awaited."""
    call = getattr(function, "__call__", None)  # noqa: B004 (of an object that is called)
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)
