"""What browsers exist: releases and dates, shares by country, downloads, and what each system can install.

`BrowserData.load()` reads the packaged data, or the file that an application points at; `PackWatch` takes up a file
that was replaced. Everything is as of the data's ``date``; nothing here looks at a clock to judge. `refresh_data` makes
the data anew; it alone opens a connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from browserbanner.browsers.data import BrowserData as BrowserData
from browserbanner.browsers.model import Agent as Agent
from browserbanner.browsers.model import LastVersion as LastVersion
from browserbanner.browsers.model import Link as Link
from browserbanner.browsers.model import Release as Release
from browserbanner.browsers.model import Shares as Shares
from browserbanner.browsers.model import Source as Source
from browserbanner.browsers.watch import PackWatch as PackWatch

if TYPE_CHECKING:
    from browserbanner.browsers.refresh.errors import RefreshError as RefreshError
    from browserbanner.browsers.refresh.run import Refreshed


def __getattr__(name: str) -> Any:
    """What no server needs is imported when it is first asked for (PEP 562)."""
    if name != "RefreshError":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from browserbanner.browsers.refresh.errors import RefreshError

    return RefreshError


def refresh_data(
    to: str | None = None,
    *,
    registry: str | None = None,
    tarballs: Sequence[str] = (),
    only: Sequence[str] = (),
    dry: bool = False,
    force: bool = False,
    progress: Callable[[str, int, int | None], None] | None = None,
    environment: Mapping[str, str] | None = None,
    check: Callable[[BrowserData | None, BrowserData], Iterable[str]] | None = None,
) -> Refreshed:
    """Make a data pack anew and put it, atomically, in the place of the one at ``to`` (the packaged one for None).

    ``registry``: an npm registry's address, else the machine's setting; ``tarballs``: paths of npm packages to use
    instead, without a network; ``only``: the packages to renew, the others stay as they are in the old pack; ``dry``:
    write nothing; ``force``: take packages whose version the old pack already has, or that are older; ``progress``:
    called with a package, the bytes so far, and in all; ``check``: called with the old data and the new, it says what
    is wrong with the new, which is then not written. Curated files are never touched.
    Raises RefreshError, with the old pack as it was; ConfigurationError for a package in ``only`` that is none, and
    where something else is at ``to``.
    """
    import os

    from browserbanner.browsers.refresh.run import run

    return run(
        to,
        address=registry,
        tarballs=tarballs,
        only=only,
        dry=dry,
        force=force,
        progress=progress,
        environment=os.environ if environment is None else environment,
        check=check,
    )


def problems_of(data: BrowserData) -> list[str]:
    """What cannot be true of browser data, the curated files included, a sentence each; nothing for good data."""
    from browserbanner.browsers.validate import curated_problems, pack_problems

    return pack_problems(data) + curated_problems(data)
