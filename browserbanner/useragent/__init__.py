"""1. Who asks? Request headers -> `UserAgent`.

`identify` is the strict grammar of the mainstream user agents, old ones above all; what it does not know goes to
`Fallback`, on a budget. `RecentCache` remembers what strings said. `looks_like_a_person` and `acquittal` read the other
headers, on the outdated path only. `engine_token` is what the banner's script looks for in its own browser. `explain`
says all of that in words.

Inside: ``grammar`` puts together what ``platforms`` reads in the parenthesis and what ``webkit`` (by the table of
``products``) or ``gecko`` read behind it (``said``); ``trident`` and ``presto`` know Internet Explorer and Opera 12;
``silent`` whom nobody judges; ``evidence`` the other headers (``structured``: their syntax).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from browserbanner.useragent.cache import RecentCache as RecentCache
from browserbanner.useragent.grammar import identify as identify
from browserbanner.useragent.model import UNKNOWN as UNKNOWN
from browserbanner.useragent.model import Form as Form
from browserbanner.useragent.model import Kind as Kind
from browserbanner.useragent.model import UserAgent as UserAgent
from browserbanner.useragent.model import Version as Version

if TYPE_CHECKING:
    from browserbanner.useragent.evidence import TELLING as TELLING
    from browserbanner.useragent.evidence import acquittal as acquittal
    from browserbanner.useragent.evidence import looks_like_a_person as looks_like_a_person
    from browserbanner.useragent.explanation import explain as explain
    from browserbanner.useragent.fallback import Fallback as Fallback
    from browserbanner.useragent.token import engine_token as engine_token

# What no visitor with a mainstream, current browser needs: imported when it is first asked for (PEP 562).
_LATER = {
    "TELLING": "evidence",
    "Fallback": "fallback",
    "acquittal": "evidence",
    "engine_token": "token",
    "explain": "explanation",
    "looks_like_a_person": "evidence",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = value  # each outdated visitor's request asks for some of them
    return value
