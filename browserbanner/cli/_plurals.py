"""Plural forms of languages, for the header Plural-Forms of a catalog.

Source: CLDR's cardinal rules (https://cldr.unicode.org, Unicode License V3), for whole numbers below a million, with
the forms in CLDR's order: zero, one, two, few, many, other. (CLDR has one more form for millions in Spanish, French and
so on: no banner counts as many days.) Babel has tables of its own, which change from release to release.
"""

from __future__ import annotations

from babel.core import Locale
from babel.plural import to_gettext

_BY_RULE = {
    "nplurals=1; plural=0;": "id ja ko lo ms my th vi yue zh",
    "nplurals=2; plural=(n != 1);": (
        "af az bg ca ckb da de el en eo es et eu fi gl hu it ka kk ku lb ml mn mr nb ne nl nn no pt_PT rm sq sv sw ta "
        "te tr ur uz yi"
    ),
    "nplurals=2; plural=(n > 1);": "am bn fa fr gu hi hy kn pa pt zu",
    "nplurals=2; plural=(n%10!=1 || n%100==11);": "is mk",
    "nplurals=2; plural=(n%10==4 || n%10==6 || n%10==9);": "fil",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);": (
        "be bs hr ru sr uk"
    ),
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);": "pl",
    "nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);": "cs sk",
    "nplurals=3; plural=(n==1 ? 0 : n==0 || (n%100>=1 && n%100<=19) ? 1 : 2);": "ro",
    "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);": "he",
    (
        "nplurals=3; plural=(n%10==1 && (n%100<11 || n%100>19) ? 0 : n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 1 "
        ": 2);"
    ): "lt",
    "nplurals=3; plural=(n%10==0 || (n%100>=11 && n%100<=19) ? 0 : n%10==1 && n%100!=11 ? 1 : 2);": "lv",
    "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);": "sl",
    "nplurals=4; plural=(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>=3 && n<=19 ? 2 : 3);": "gd",
    (
        "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n==0 || (n%100>=3 && n%100<=10) ? 2 : n%100>=11 && n%100<=19 ? 3 "
        ": 4);"
    ): "mt",
    "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n>=3 && n<=6 ? 2 : n>=7 && n<=10 ? 3 : 4);": "ga",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);": "cy",
    (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ): "ar",
}  # fmt: skip
_RULES = {language: rule for rule, languages in _BY_RULE.items() for language in languages.split()}


def plural_forms(language: str) -> str:
    """The header for a language such as "uk" or "pt_BR": ``nplurals=...; plural=...;``. Of one that is not listed, what
    the installed Babel makes of its CLDR data. Raises UnknownLocaleError and ValueError, as Babel does."""
    rule = _RULES.get(language) or _RULES.get(language.partition("_")[0])
    return rule or to_gettext(Locale.parse(language).plural_form)
