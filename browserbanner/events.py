"""What happened, told to the site's owner: in hooks, log lines and counters. No personal data: of a user agent only
family, major version and operating system; of the request nothing, but its path and some headers with ``debug``."""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias

from browserbanner.functions import FunctionFailed, call
from browserbanner.policy import Verdict

EventName: TypeAlias = Literal["verdict", "shown", "closed"]

LOGGER = logging.getLogger("browserbanner")


class Event(NamedTuple):
    """What a hook is called with.

    ``name``: "verdict", "shown" or "closed"; ``status``: the verdict's, "outdated" and so on; ``family``, ``major``,
    ``os``: the user agent, as far as it is known; ``kind``: of the banner ("outdated", "cannot-update", "webview",
    "desktop-site") or "block" for the block page, None with a verdict; ``locale``: the language of a shown banner.
    """

    name: EventName
    status: str
    family: str | None
    major: int | None
    os: str | None
    kind: str | None = None
    locale: str | None = None

    @classmethod
    def of(cls, name: EventName, verdict: Verdict, kind: str | None = None, locale: str | None = None) -> Event:
        """The event of this name about a visitor of this verdict."""
        ua = verdict.user_agent
        return cls(name, verdict.status, ua.family, ua.version[0] if ua.version else None, ua.os, kind, locale)


#: What it returns is ignored, unless it is to be awaited.
Hook: TypeAlias = Callable[[Event], object]


class Hooks:
    """Tells what happens: the hook of the event's name; the log "browserbanner" (INFO, a line for each banner shown and
    each one closed); and prometheus_client's counters, if that is installed and ``counters`` is true. Nothing raises.
    """

    def __init__(self, on_verdict: Hook | None, on_shown: Hook | None, on_closed: Hook | None, counters: bool) -> None:
        self._hooks: dict[EventName, Hook | None] = {"verdict": on_verdict, "shown": on_shown, "closed": on_closed}
        self._counters = counters

    def tell(self, event: Event) -> Awaitable[object] | None:
        """Tell of an event; what an async hook gave, to be awaited by :func:`finish`."""
        if event.name != "verdict":
            if LOGGER.isEnabledFor(logging.INFO):
                _guarded("the log", _log, event)
            if self._counters:
                _guarded("prometheus_client", _count, event)
        hook = self._hooks[event.name]
        told = None if hook is None else _guarded(f"on_{event.name}", call, f"on_{event.name}", hook, event)
        return told if isinstance(told, Awaitable) else None

    def warm_up(self) -> None:
        """Import what the first banner would wait for."""
        if self._counters:
            _guarded("prometheus_client", _counters)


async def finish(waiting: Awaitable[object] | None) -> None:
    """Await what an async hook gave."""
    try:
        if waiting is not None:
            await waiting
    except Exception:
        log_failure("a hook failed", _RESPONSE_WENT_OUT)


def drop(waiting: Awaitable[object] | None) -> None:
    """Do without what an async hook gave, where nobody can await."""
    if waiting is not None:
        getattr(waiting, "close", lambda: None)()
        LOGGER.error("a hook failed, %s: it has to be awaited, and WSGI cannot", _RESPONSE_WENT_OUT)


_RESPONSE_WENT_OUT = "and the response went out all the same"
_OURS = os.path.dirname(__file__) + os.sep


def log_failure(what: str, then: str = "so the page went out without a banner") -> None:
    """Log the exception that is being handled: a line (ERROR), and its traceback (DEBUG). A log that fails harms no
    response either. ``what``: failed; where a function of the site's did, its option and line stand there instead;
    ``then``: what came of it."""
    try:
        error = sys.exc_info()[1]
        if isinstance(error, FunctionFailed):
            what, error = f"the option {error.option} failed", error.__cause__ or error
            for frame, line in traceback.walk_tb(error.__traceback__):
                path = frame.f_code.co_filename
                if not path.startswith(_OURS):
                    what += f" ({os.path.basename(path)}:{line})"
                    break
        LOGGER.error("%s, %s: %s", what, then, repr(error))
        LOGGER.debug("the traceback", exc_info=True)
    except Exception:
        return


def tell_why_not(page: str, why: str) -> None:
    """With the option ``debug``: a line (WARNING, which is seen where no logging is configured) that says why a page,
    "GET /news", got no banner. Never raises."""
    text = f"no banner for {page}: {why}"
    _guarded("the log", LOGGER.warning, "%s", "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text))


def _guarded(what: str, call: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except Exception:
        log_failure(f"{what} failed", _RESPONSE_WENT_OUT)
        return None


def _log(event: Event) -> None:
    fields = event._asdict()
    line = " ".join(f"{key}={value}" for key, value in fields.items() if value is not None and key != "name")
    LOGGER.info("banner %s: %s", event.name, line, extra={"browserbanner": fields})


def _count(event: Event) -> None:
    counter = _counters().get(event.name)
    if counter is not None:
        # Without the major version: each would be a series of its own, and anybody can make them up.
        counter.labels(kind=event.kind, family=event.family or "", os=event.os or "").inc()


def _counters() -> dict[EventName, Any]:
    """prometheus_client's counters, in its default registry, one pair for the process; none where it is missing."""
    with _MAKING:
        return _made_counters()


_MAKING = threading.Lock()


@cache
def _made_counters() -> dict[EventName, Any]:
    try:
        from prometheus_client import Counter  # optional, and 0.1 s to import
    except ModuleNotFoundError:
        return {}
    labels = ("kind", "family", "os")
    return {
        "shown": Counter("browserbanner_shown", "Banners that went out in a page", labels),
        "closed": Counter("browserbanner_closed", "Banners that their visitors closed", labels),
    }
