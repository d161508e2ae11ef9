"""Readers: which language a visitor reads and whose market's figures they see, as the site's options decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from browserbanner.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from browserbanner.headers import Headers
    from browserbanner.options import Options


class Readers:
    """``available``: the languages that there are, asked when they are needed: that imports the banner room;
    ``regions``: the countries whose shares there are.

    Raises ConfigurationError where an option names a language without translation or a country without shares.
    """

    def __init__(
        self, options: Options, available: Callable[[], Sequence[str]], regions: Callable[[], Sequence[str]]
    ) -> None:
        self._options = options
        self._available = available
        self._default = self._served("default_locale")
        self._fixed = self._served("locale") if isinstance(options.locale, str) else None
        if options.country is not None and options.country.upper() not in regions():
            what = 'a country of ISO 3166 whose shares are known, such as "UA" or "GB", or None for the world\'s'
            raise ConfigurationError.expected("country", options.country, what)

    def of(self, headers: Headers) -> tuple[str, str | None]:
        """The locale, as its catalog is spelled, and the country (ISO 3166), None for the world. Raises what a function
        of the site's does."""
        locale = self._locale(headers)
        return locale, self._country(headers, locale)

    def _locale(self, headers: Headers) -> str:
        if self._fixed is not None:
            return self._fixed
        choose = self._options.locale
        wanted = choose(headers) if callable(choose) else None
        if wanted is None:
            wanted = headers.get("accept-language")
        from browserbanner.banner.tools import negotiate_locale

        return negotiate_locale(wanted, self._available(), self._default)

    def _country(self, headers: Headers, locale: str) -> str | None:
        options = self._options
        if options.country is not None:
            return options.country.upper()
        if options.country_header is not None:
            named = (headers.get(options.country_header.lower()) or "").strip().upper()
            if len(named) == 2 and named.isascii() and named.isalpha():
                return named
        from browserbanner.banner.tools import country_of_language

        return country_of_language(headers.get("accept-language"), locale)

    def _served(self, option: str) -> str:
        """The language that an option names, as its catalog is spelled; one without translation fails at start-up."""
        wanted = getattr(self._options, option)
        if wanted == "en":
            return "en"  # the language that the messages are written in is always there
        from browserbanner.banner.tools import negotiate_locale

        available = self._available()
        locale = wanted if wanted in available else negotiate_locale(wanted, available, "")
        if not locale:
            raise ConfigurationError.choice(option, wanted, available)
        return locale
