"""The English of the templates, for what a catalog lacks; in its own direction on a page of the other one."""

from __future__ import annotations

from functools import cached_property
from gettext import NullTranslations

from browserbanner.banner.language import cldr_locale

_LEFT_TO_RIGHT, _END = "\u202a", "\u202c"


class English(NullTranslations):
    """The last catalog of each chain. ``locale``: the language that it stands in for."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._locale = locale

    def gettext(self, message: str) -> str:
        return self._directed(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._directed(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self._directed(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._directed(msgid1 if n == 1 else msgid2)

    def _directed(self, message: str) -> str:
        """As it is, or embedded left to right: else its full stop would stand at its wrong end.

        An embedding and no isolate: many browsers that a banner is for know no isolates.
        """
        if not self._right_to_left or not any(map(str.isalpha, message)):
            return message
        return f"{_LEFT_TO_RIGHT}{message}{_END}"

    @cached_property
    def _right_to_left(self) -> bool:
        return cldr_locale(self._locale).text_direction == "rtl"
