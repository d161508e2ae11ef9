"""The cookies: ``browserbanner=1.<campaign>.<kind>`` remembers a closed banner, ``browserbanner-continue=1.<campaign>``
a visitor who chose to continue past the block page."""

from __future__ import annotations

from email.utils import formatdate

from browserbanner.banner import KINDS
from browserbanner.options import Options

#: Behind the name: a cookie of its own, since the other one is overwritten when a banner is closed.
_CONTINUE = "-continue"


class Cookies:
    """Reads and writes the site's two cookies. ``options``: the site's, for the cookies' name, path, domain and days,
    and the campaign."""

    def __init__(self, options: Options) -> None:
        self._name = options.cookie_name
        self._campaign = options.campaign
        self._days = options.close_days
        self._attributes = f"; Path={options.cookie_path}"
        if options.cookie_domain is not None:
            self._attributes += f"; Domain={options.cookie_domain.lstrip('.')}"

    def closed(self, header: str | None) -> frozenset[str]:
        """The kinds of banner that this Cookie header says were closed, in this campaign. Never raises."""
        start = f"1.{self._campaign}."
        values = self._values(header, self._name)
        return KINDS.intersection(value.removeprefix(start) for value in values if value.startswith(start))

    def continues(self, header: str | None) -> bool:
        """Whether this Cookie header says that the visitor chose to continue past the block page, in this campaign."""
        return f"1.{self._campaign}" in self._values(header, self._name + _CONTINUE)

    def close(self, kind: str, secure: bool, now: float) -> str:
        """The Set-Cookie value that says that the visitor closed banners of this kind."""
        return self._set(self._name, f"1.{self._campaign}.{kind}", secure, now)

    def continue_(self, secure: bool, now: float) -> str:
        """The Set-Cookie value that says that the visitor chose to continue past the block page."""
        return self._set(self._name + _CONTINUE, f"1.{self._campaign}", secure, now)

    def _set(self, name: str, value: str, secure: bool, now: float) -> str:
        """RFC 6265 §4.1. ``now``: seconds since 1970.

        Expires stands beside Max-Age for Internet Explorer up to 8, which knows that one only. HttpOnly, since the
        script has the server set it too.
        """
        seconds = self._days * 86_400
        age = f"; Max-Age={seconds}; Expires={formatdate(now + seconds, usegmt=True)}"
        return f"{name}={value}{self._attributes}{age}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")

    @staticmethod
    def _values(header: str | None, name: str) -> list[str]:
        """The values of the cookies of this name. Lenient, since old clients are: lynx sends the cookie's attributes
        back, some quote the value, and a cookie may come more than once (of another path)."""
        if not header or name not in header:
            return []
        pairs = (pair.partition("=") for pair in header.split(";"))
        return [value.strip().strip('"') for key, _, value in pairs if key.strip() == name]
