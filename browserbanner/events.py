"""What happened, told to the site's owner: in hooks, log lines and counters. No personal data: of a user agent only
family, major version and operating system; of the request nothing."""

from __future__ import annotations

from _thread import allocate_lock  # threading itself would be 1.5 ms of a start
from collections.abc import Awaitable, Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from logging import Logger

    from browserbanner.policy import Verdict

EventName: TypeAlias = Literal["verdict", "shown", "closed"]


class Event(NamedTuple):
    """What a hook is called with.

    ``name``: "verdict", "shown" or "closed"; ``status``: the verdict's, "outdated" and so on; ``family``, ``major``,
    ``os``: the user agent, as far as it is known; ``kind``: of the banner ("outdated", "cannot-update", "webview",
    "desktop-site") or "gate", None with a verdict; ``locale``: the language of a shown banner.
    """

    name: EventName
    status: str
    family: str | None
    major: int | None
    os: str | None
    kind: str | None = None
    locale: str | None = None


#: What it returns is ignored, unless it is to be awaited.
Hook: TypeAlias = Callable[[Event], object]


class Announcer:
    """Tells what happens: to the hook of the event's name; to the log "browserbanner" (INFO, a line for each banner
    shown and each one closed); and to prometheus_client's counters, if that is installed and ``counters`` is true.

    ``log_failure`` is called, with what failed, while the exception is being handled: nothing raises.
    """

    def __init__(
        self,
        *,
        on_verdict: Hook | None = None,
        on_shown: Hook | None = None,
        on_closed: Hook | None = None,
        counters: bool = True,
        log_failure: Callable[[str], None],
    ) -> None:
        self._hooks: dict[EventName, Hook | None] = {"verdict": on_verdict, "shown": on_shown, "closed": on_closed}
        self._counters = counters
        self._log_failure = log_failure

    def tell(
        self, name: EventName, verdict: Verdict, kind: str | None = None, locale: str | None = None
    ) -> Awaitable[object] | None:
        """Tell of a visitor of this verdict; what an async hook gave, for :meth:`finish` or :meth:`drop`."""
        ua = verdict.user_agent
        event = Event(name, verdict.status, ua.family, ua.version[0] if ua.version else None, ua.os, kind, locale)
        if name != "verdict":
            self._guarded("the log", _log, event)
            if self._counters:
                self._guarded("prometheus_client", _count, event)
        hook = self._hooks[name]
        if hook is None:
            return None
        told = self._guarded(f"on_{name}", hook, event)
        return told if isinstance(told, Awaitable) else None

    async def finish(self, waiting: Awaitable[object] | None) -> None:
        """Await what an async hook gave."""
        try:
            if waiting is not None:
                await waiting
        except Exception:
            self._report("a hook")

    def drop(self, waiting: Awaitable[object] | None) -> None:
        """Do without it, where nobody can await."""
        if waiting is not None:
            getattr(waiting, "close", lambda: None)()
            self._guarded("a hook", _refuse)

    def warm_up(self) -> None:
        """Import what the first banner would wait for."""
        if self._counters:
            self._guarded("prometheus_client", _counters)

    def _guarded(self, what: str, call: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return call(*arguments)
        except Exception:
            self._report(what)
            return None

    def _report(self, what: str) -> None:
        try:
            self._log_failure(f"{what} failed")
        except Exception:  # a log that fails harms no response either
            return


def _refuse() -> None:
    raise TypeError("it is to be awaited, and WSGI cannot")


def _log(event: Event) -> None:
    logger = _logger()
    if not logger.isEnabledFor(_INFO):
        return
    fields = event._asdict()
    line = " ".join(f"{key}={value}" for key, value in fields.items() if value is not None and key != "name")
    logger.info("banner %s: %s", event.name, line, extra={"browserbanner": fields})


_INFO = 20


@cache
def _logger() -> Logger:
    from logging import getLogger  # not on anybody's way to a page without banner

    return getLogger("browserbanner")


def _count(event: Event) -> None:
    # Without the major version: each would be a series of its own, and anybody can make them up.
    series = _series(event.name, event.kind, event.family or "", event.os or "")
    if series is not None:
        series.inc()


@lru_cache(maxsize=256)
def _series(name: EventName, kind: str | None, family: str, os: str) -> Any:
    """The counter for events alike (finding it takes longer than counting), or None where there is none."""
    counters = _counters()
    return counters[name].labels(kind=kind, family=family, os=os) if counters else None


_making = allocate_lock()
_made: dict[str, Any] | None = None


def _counters() -> dict[str, Any]:
    """prometheus_client's counters, in its default registry, one pair for the process; none where it is missing."""
    global _made
    with _making:
        if _made is None:
            _made = {}
            try:
                from prometheus_client import Counter
            except ModuleNotFoundError:
                return _made
            labels = ("kind", "family", "os")
            _made = {
                "shown": Counter("browserbanner_shown", "Banners that went out in a page", labels),
                "closed": Counter("browserbanner_closed", "Banners that their visitors closed", labels),
            }
        return _made
