"""What to do with a request: pass, respond, or edit the app's response. The adapters only carry it out."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from browserbanner.events import Event
from browserbanner.injection import Editor
from browserbanner.policy import Verdict
from browserbanner.presenter import PageBanner
from browserbanner.request import Response


class Pass(NamedTuple):
    """Call the app, and touch nothing. ``verdict``: what the adapter puts into the scope or environ (option
    ``expose``), or None; ``events``: for the hooks, after the response is sent; ``why``: why there is no banner, a
    clause for the log, where it is not the verdict."""

    verdict: Verdict | None = None
    events: tuple[Event, ...] = ()
    why: str | None = None


class Respond(NamedTuple):
    """Send this response of ours, one of our own addresses or the block page; the app is not called."""

    response: Response
    events: tuple[Event, ...] = ()


class Edit(NamedTuple):
    """Call the app, and run its response through ``editor``; afterwards tell the hooks the event of :meth:`shown`, too.
    ``hidden``: the names (lower case) of request headers that the app must not see; the adapter also sets
    ``Accept-Encoding: identity``. ``verdict``, ``events``: as for Pass."""

    editor: Editor
    banner: PageBanner
    hidden: frozenset[str]
    verdict: Verdict | None = None
    events: tuple[Event, ...] = ()

    def shown(self) -> tuple[Event, ...]:
        """The event that the banner went out, if it did."""
        banner = self.banner
        return (Event.of("shown", banner.verdict, banner.kind, banner.locale),) if self.editor.shown else ()


Decision: TypeAlias = Pass | Respond | Edit
