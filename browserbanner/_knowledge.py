"""Knowledge: browser data, and what a site's options make of it."""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError
from browserbanner.options import Options
from browserbanner.policy import Policy, Verdict
from browserbanner.useragent import UNKNOWN, RecentCache

if TYPE_CHECKING:
    from browserbanner.banner import BannerRenderer, Kind
    from browserbanner.policy import PolicyLike

    #: What is known of whoever sent a request: the kind of banner for them, None where there is none; the verdict; the
    #: locale; the country.
    Visitor: TypeAlias = tuple[Kind | None, Verdict, str, str | None]

#: A site's own: whether these can be meant shows when the renderer is made, so with one of them that is at start-up.
_OWN = ("browsers", "locale_dirs", "templates", "extra_browsers")


class Knowledge:
    """Browser data, and all that was made of it: swapped in together when the data is replaced.

    Raises ConfigurationError where the site's options make no sense with the data.
    """

    def __init__(self, data: BrowserData, options: Options) -> None:
        self.data = data
        self.policy = Policy(options.policy, data=data, grace=options.grace, esr=options.esr)
        self.block = None if options.block is None else _block_policy(options.block, options, data)
        self.too_busy = self.policy.judge(UNKNOWN)
        self.visitors: dict[tuple[str | None, ...], Visitor] = {}
        self.verdicts: RecentCache[Verdict] = RecentCache(options.cache_size)
        self._options = options
        if any(getattr(options, name) != Options._field_defaults[name] for name in _OWN):
            _ = self.renderer

    @cached_property
    def renderer(self) -> BannerRenderer:
        from browserbanner.banner import load_renderer

        options = self._options
        return load_renderer(
            data=self.data,
            layout=options.layout,
            theme=options.theme,
            position=options.position,
            browsers=options.browsers,
            close_days=options.close_days,
            locale_dirs=options.locale_dirs,
            templates=options.templates,
            extra_browsers=options.extra_browsers,
            linked=options.stylesheet,
            may_continue=options.block_continue,
            site_name=options.site_name,
        )

    def warn_of_old_data(self) -> None:
        """Old data is lenient, never wrong; but its owner should know. The only look at a clock; it judges nothing."""
        today = time.strftime("%Y-%m-%d")
        if self.data.date < f"{int(today[:4]) - 1}{today[4:]}":
            import logging

            logging.getLogger("browserbanner").warning(
                "the browser data is of %s, so minimum versions stand still: update the package, "
                "or run `browserbanner data refresh`",
                self.data.date,
            )


def _block_policy(block: PolicyLike, options: Options, data: BrowserData) -> Policy:
    """The gate's policy. Raises ConfigurationError, which names the option ``block``."""
    try:
        return Policy(block, data=data, grace=options.grace, esr=options.esr)
    except ConfigurationError as error:
        raise ConfigurationError(f"block: {error}", option="block", value=block) from error
