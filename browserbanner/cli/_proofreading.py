"""What is wrong with a catalog: findings, each with its line and its message."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from gettext import c2py
from typing import NamedTuple

from babel.core import UnknownLocaleError
from babel.messages import Catalog, Message

from browserbanner.banner.tools import forms, placeholders
from browserbanner.cli._catalog_files import PSEUDO_LOCALES, plural_forms


class Limit(NamedTuple):
    """``letters``: the most that a message may have; ``lines``: how many the layout has for them, 320 px wide."""

    letters: int
    lines: int


# Measured in Chromium at 320 px (tests/browsers/test_lengths.py): so many letters, as wide as the catalogs' are on
# average, keep to so many lines, in the bar and on the block page.
_LIMITS = {
    "title": Limit(60, 4),
    "sentence": Limit(220, 8),
    "above the list": Limit(150, 6),
    "button and heading": Limit(31, 1),
    "how": Limit(150, 6),
    "name": Limit(44, 2),
    "card": Limit(40, 3),
    "link": Limit(42, 2),
    "source": Limit(150, 4),
    "button": Limit(26, 1),
    "tooltip": Limit(80, 0),
}
_LIMIT_OF_ONE = {
    ("sentence", "This site is made for computers, but you are welcome to use it here."): Limit(120, 5),
    ("card", "%(share)s of people use this browser"): Limit(64, 2),
    ("card", "Available for: %(systems)s"): Limit(54, 4),
    ("link", "Open in the store"): Limit(20, 1),
    ("link", "Update"): Limit(16, 1),
    ("link", "Download"): Limit(16, 1),
    ("button", "Close"): Limit(10, 1),
}

#: The longest values that placeholders get in practice: for lengths, and for translators to see. ``path`` and ``words``
#: are the longest in any language.
SAMPLES = {
    "browser": "Samsung Internet 20",
    "other": "Firefox",
    "name": "Samsung Internet",
    "menu": "\u22ee",
    "words": "Open in external browser",
    "path": "Pomocn\u00edk \u203a Inform\u00e1cie o prehliada\u010di Google Chrome",
    "system": "Windows 8.1",
    "systems": "Windows, macOS, Linux",
    "app": "Facebook Messenger",
    "share": "84.93%",
    "country": "United Kingdom",
    "date": "September 2026",
    "link": "caniuse.com",
    "days": "28",
}

_MARKUP = re.compile(r"<[A-Za-z/!]|&(#\w+|\w+);|[*_`]|\]\(")  # HTML's, and Markdown's
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Letters, says Unicode, that fill a place in Korean syllables and are not seen (the others become these by NFKC).
_FILLERS = "\u115f\u1160"
_ELSEWHERE = {
    # "https://example.org", "tel:112", "//example", "www.example", "me@example", "@example", "example.org", "e.org/a",
    # "example:8000", "127.0.0.1", "[::1]", in any alphabet
    "address": re.compile(
        r"(?i)(?:\w+:)?//\S+|\b(?:tel|sms|mailto):\S+|www\.\S+|\S*@\w\S*|[\w-]+(?:\.[\w-]+)+/\S+|"
        r"(?:[\w-]{2,}\.)+[^\W\d_]{2,}|[a-z][\w.-]*:\d{2,5}|\d+(?:\.\d+){3}|\[[\da-f]*:[\da-f:.]+\]"
    ),
    # six digits or more, and between them what people write there: "+380 (44) 123-45-67"
    "telephone number": re.compile(r"\+?\(?\d(?:[\s()./\-\u2010-\u2015\u00b7]{0,3}\d){5,}"),
}
_NAMED = re.compile(r"%\((\w+)\)s")


class Finding(NamedTuple):
    """``line``: in the file, 0 for none; ``message``: its English, "" for the file as a whole."""

    line: int
    message: str
    problem: str


def proofread(catalog: Catalog, language: str, template: Catalog, *, partial: bool = False) -> list[Finding]:
    """All findings in a catalog, by line. ``partial``: it need not be finished; only what is broken counts."""
    found = [*_in_header(catalog, language)]
    for wanted in template:
        if wanted.id:
            message = catalog.get(_english(wanted), wanted.context)
            if not partial or (message is not None and is_translated(message)):
                line = (message and message.lineno) or 0
                found += [Finding(line, _english(wanted), problem) for problem in _in_message(wanted, message, catalog)]
    gone = [(m, "is in no template any more") for m in catalog if m.id and not template.get(_english(m), m.context)]
    left = [] if partial else [(m, "is obsolete: delete it") for m in catalog.obsolete.values()]
    found += [Finding(message.lineno or 0, _english(message), problem) for message, problem in (*gone, *left)]
    return sorted(found)


def is_translated(message: Message) -> bool:
    """Whether visitors see it: complete, and not fuzzy."""
    texts = forms(message.string)
    return bool(texts) and all(texts) and not message.fuzzy


def sample(text: str, context: str = "") -> str:
    """A text with the longest values that its placeholders get. A link (``context``) names browsers without their
    version."""
    values = {**SAMPLES, "browser": SAMPLES["name"]} if context == "link" else SAMPLES
    return _NAMED.sub(lambda found: values.get(found[1], found[1]), text)


def length(text: str, context: str = "") -> int:
    """The letters of a text's sample as they are seen."""
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in sample(text, context)
        if unicodedata.category(letter) not in ("Mn", "Me", "Cf")
    )


def limit_of(message: Message) -> Limit:
    """How long a message's translation may be."""
    context = message.context or ""
    return _LIMIT_OF_ONE.get((context, _english(message))) or _LIMITS.get(context, _LIMITS["sentence"])


def _in_message(wanted: Message, message: Message | None, catalog: Catalog) -> Iterator[str]:
    """What is wrong with one message. ``wanted``: the template's; ``message``: the catalog's, if it has it."""
    if message is None:
        yield "is missing: `browserbanner locales update` adds it"
        return
    texts = forms(message.string)
    if wanted.pluralizable != message.pluralizable:
        yield "has a plural in one place and none in the other"
        return
    if not texts or not all(texts):
        yield "is not translated"
        return
    if message.fuzzy:
        yield "is fuzzy: read it again, then delete the word fuzzy"
    if message.pluralizable and len(texts) != catalog.num_plurals:
        yield f"has {len(texts)} plural forms, not {catalog.num_plurals}"
        return
    yield from dict.fromkeys(
        problem for index, text in enumerate(texts) for problem in _in_text(message, text, index, catalog)
    )


def _in_header(catalog: Catalog, language: str) -> Iterator[Finding]:
    headers = dict(catalog.mime_headers)
    named = headers.get("Language", "")
    if named and named.replace("-", "_").lower() != language.replace("-", "_").lower():
        yield Finding(1, "", f"the header Language says {named}, the folder {language}")
    if language in PSEUDO_LOCALES:
        return
    try:
        wanted = plural_forms(language)
    except (UnknownLocaleError, ValueError):  # no language of CLDR's
        return
    (count,) = re.findall(r"nplurals=(\d+)", wanted)
    if catalog.num_plurals != int(count):
        yield Finding(1, "", f"the header Plural-Forms should be: {wanted}")


def _in_text(message: Message, text: str, form: int, catalog: Catalog) -> Iterator[str]:
    source = _english(message)
    known = frozenset().union(*map(placeholders, forms(message.id)))
    named = placeholders(text)
    if "%" in named - known:
        yield "has a broken placeholder: write %(name)s, and %% for a percent sign"
    for name in sorted(named - known - {"%"}):
        yield f"has no placeholder %({name})s in English"
    for name in sorted(known - named):
        if not (name == "days" and _serves_one_number(form, catalog)):
            yield f"lacks the placeholder %({name})s"
    if _MARKUP.search(text) or html.unescape(text) != text:
        yield "has markup: it would be shown as it stands"
    if (text[:1].isspace(), text[-1:].isspace()) != (source[:1].isspace(), source[-1:].isspace()):
        yield "begins or ends with a space, or lacks the one that the English has"
    if "  " in text or any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text):
        yield "has two spaces, a tab or a line break in it"
    yield from _hidden(text, source, str(catalog.locale_identifier) in PSEUDO_LOCALES)
    letters, most = length(text, message.context or ""), limit_of(message).letters
    if letters > most:
        yield f"is too long for the layout: {letters} letters, at most {most}"


def _hidden(text: str, source: str, is_pseudo: bool) -> Iterator[str]:
    """What a reader of the catalog cannot see, or what a visitor would be shown that no translation needs."""
    plain = unicodedata.normalize("NFKC", text)  # as browsers read addresses
    if not any(map(str.isalnum, _NAMED.sub("", plain).strip(_FILLERS))) and any(
        map(str.isalnum, _NAMED.sub("", source))
    ):
        yield "has no letter that can be seen"
    if not is_pseudo and any(letter in _TURNING for letter in text):
        yield "has characters that turn the direction of writing (U+202A to U+202E, U+2066 to U+2069)"
    if any(unicodedata.category(letter) in ("Co", "Cn", "Cs") for letter in text):
        yield "has private or unassigned characters, which no font shows"
    shown = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    for kind, pattern in _ELSEWHERE.items():
        for found in pattern.findall(shown):
            if found not in source:
                yield f"has the {kind} {found!r}: a translation leads nobody elsewhere"


def _serves_one_number(form: int, catalog: Catalog) -> bool:
    """Whether a plural form is for a single number, which it may then say in words ("one day")."""
    of = c2py(catalog.plural_expr)
    return sum(of(number) == form for number in range(201)) == 1


def _english(message: Message) -> str:
    """The English of a message, of its singular where it has a plural: what a catalog looks it up by."""
    return forms(message.id)[0]
