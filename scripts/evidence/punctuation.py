"""Quotation marks, apostrophes, brackets, spaces, marks that cannot be seen, and what separates the items of a list.

Quotation marks are the language's by CLDR. The rest is by the catalog itself: it writes a mark in one way, and puts the
same between the same placeholders.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile

from browserbanner.banner.names import LOCAL
from scripts.evidence.catalogs import Text
from scripts.evidence.findings import Finding
from scripts.evidence.rendered import is_rtl
from scripts.evidence.words import UNSPACED

#: The quotation marks, outer and inner, opening and closing each: CLDR 42 (Unicode License), as libicu 72 has it.
_QUOTES_OF = {
    "”“’‘": "ar ur",
    "“”‘’": "az bn da en es_419 fil ga gl hi id ko lv ms pt_BR sw ta te th tr vi zh_Hans",
    "«»„“": "be ru uk",
    "„“„“": "bg lt",
    "«»“”": "ca el es eu it kk pt_PT sq",
    "„“‚‘": "cs de et hr is mk sk sl",
    "«»‹›": "fa rm",
    "””’’": "fi he sv",
    "«»«»": "fr hy",
    "„”»«": "hu",
    "「」『』": "ja zh_Hant",
    "„“«»": "ka",
    "„”«»": "pl ro",
    "«»‘’": "nb",
    "‘’‘’": "nl",
    "„“‘‘": "sr_Cyrl sr_Latn",
    "“”’‘": "uz",
}
QUOTES = {language: marks for marks, named in _QUOTES_OF.items() for language in named.split()}
_PAIRED = frozenset("\"'“”„‟«»‹›‘’‚‛「」『』()[]（）")
_BRACKETS = {"(": ")", "[": "]", "（": "）"}
#: A mark of ASCII, and the one that other scripts have for it: a catalog has the one or the other.
_VARIANTS = (",，", ",、", ",،", ":：", ":։", ";；", ";؛", "(（", ")）", ".。", ".۔", ".।", "!！", "?？", "?؟", "’ʼ")
_JOINED_SCRIPTS = re.compile("[\u0600-\u06ff\u0900-\u0dff]")  # Arabic's and India's need joiners within words
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_BEFORE = re.compile(r"[^\S\n]([,.;:!?\u2026)\]\u060c\u061b\u06d4\u0964\u0589])")
_BEHIND = re.compile(r"\S[,.;:!?\u060c\u061b\u06d4\u0964\u0589](?=[^\W\d_])")
_WIDE = "[\\uff0c\\u3001\\u3002\\uff1a\\uff1b\\uff08\\uff09]"
_WIDE_BESIDE_SPACE = re.compile(rf"\s{_WIDE}|{_WIDE}\s")
_TWICE = re.compile(r"([-,.;:\u2019\u060c\u061b\u06d4\u0964\u0589\u055d\uff0c\u3001\u3002\uff1a\uff1b])\1")
_TORN = re.compile(r"\w -\w|\w \u2019\w")
_DASH_WITHIN = re.compile(r"\w[\u2010-\u2015]\w")
_SPACED = re.compile(r"[A-Za-z0-9] [^\W\dA-Za-z_]|[^\W\dA-Za-z_] [A-Za-z0-9]")
_UNSPACED = re.compile(_SPACED.pattern.replace(" ", ""))
_FRENCH = re.compile(r"(?<![\u00a0\u202f])[;:!?\u00bb]|\u00ab(?![\u00a0\u202f])")


def check(language: str, texts: Iterable[Text]) -> Iterator[Finding]:
    """What is wrong, a function for each."""
    texts = list(texts)
    for text in texts:
        shown = _PLACEHOLDER.sub("X", text.text)
        for what in (*_odd_quotes(language, shown), *_hidden(language, shown), *_odd_spaces(language, shown)):
            yield Finding("punctuation", text.key, f"{text.text!r} {what}")
    yield from two_ways(texts)
    yield from unlike_sisters(texts)
    yield from not_alone(texts)
    if language in UNSPACED:
        yield from joined_names(texts)


def _odd_quotes(language: str, shown: str) -> Iterator[str]:
    """Quotation marks that are not the language's, and what is opened and not closed."""
    if language != "en" and re.search("[\"']", shown):
        yield "has a typewriter's quotation mark or apostrophe"
        return
    marks = QUOTES.get(language, "")
    closing = _BRACKETS | dict(zip(marks[::2], marks[1::2], strict=True))
    open_: list[str] = []
    for mark in re.sub(r"(?<=\w)['\u2019](?=\w)", "", shown):  # an apostrophe
        if open_ and mark == open_[-1]:
            open_.pop()
        elif mark in closing:
            open_.append(closing[mark])
        elif mark in _PAIRED and mark != "\u2019":  # Italian ends words with it: "un po\u2019"
            yield f"has {mark!r}, which opens or closes nothing in this language: {marks} are its quotation marks"
            return
    if open_:
        yield f"lacks {open_[-1]!r}"


def _hidden(language: str, shown: str) -> Iterator[str]:
    """Marks that cannot be seen and that the script has no use for."""
    for sign in dict.fromkeys(shown):
        if unicodedata.category(sign) != "Cf":
            continue
        needed = is_rtl(language) if sign == "\u200f" else sign in "\u200c\u200d" and _JOINED_SCRIPTS.search(shown)
        if not needed:
            yield f"has {unicodedata.name(sign)}, which cannot be seen"


def _odd_spaces(language: str, shown: str) -> Iterator[str]:
    """Spaces before a mark, none behind it, and others than the usual one. French has a no-break space before some."""
    french = language == "fr"
    if any(unicodedata.category(sign) == "Zs" and sign != " " for sign in shown) and not french:
        yield "has another space than the usual one"
    if any(not (french and mark in ";:!?") for mark in _BEFORE.findall(shown)):
        yield "has a space before a mark"
    if french and _FRENCH.search(shown):
        yield "lacks the no-break space that French has beside ; : ! ? \u00ab \u00bb"
    if _BEHIND.search(shown):
        yield "lacks the space behind a mark"
    if _WIDE_BESIDE_SPACE.search(shown):
        yield "has a space beside a mark that is as wide as a letter"
    if _DASH_WITHIN.search(shown):
        yield "has a dash where words are joined: a hyphen is meant"
    if _TWICE.search(shown):
        yield "has a mark twice"
    if _TORN.search(shown) and language not in ("fi", "nl"):  # "Internet Explorer -tilasta", "om \u2019s ochtends"
        yield "has a space before what joins a word"
    if " - " in shown:
        yield "has a hyphen between words: a dash is meant"


def two_ways(texts: Iterable[Text]) -> Iterator[Finding]:
    """A mark that the catalog writes in one way mostly, and in another here."""
    shown = [(text, re.sub(r"(?<=\d)[.,:](?=\d)", "", _PLACEHOLDER.sub("X", text.text))) for text in texts]
    for pair in _VARIANTS:
        written = {mark: [text for text, said in shown if mark in said] for mark in pair}
        rarer, commoner = sorted(pair, key=lambda mark: len(written[mark]))
        for text in written[rarer] if written[commoner] else ():
            yield Finding("punctuation", text.key, f"{text.text!r} has {rarer!r} where {commoner!r} stands elsewhere")


def unlike_sisters(texts: Iterable[Text]) -> Iterator[Finding]:
    """What stands between two placeholders of a list, where its sisters with the same English have something else."""
    said: dict[tuple[str, ...], dict[str, list[Text]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        english, ours = _pieces(text.english), _pieces(text.text)
        if text.context == "source" and list(english) == list(ours):
            for place, piece in english.items():
                said[text.context, *place, piece][ours[place]].append(text)
    for ways in said.values():
        rarer = sorted(ways, key=lambda way: len(ways[way]))[:-1]
        for way in rarer:
            for text in ways[way]:
                yield Finding("punctuation", text.key, f"{way!r} stands where the like messages have something else")


def _pieces(text: str) -> dict[tuple[str, str], str]:
    """What stands between the placeholders, by their names; of the first piece the marks that it ends with."""
    parts = ["", *_PLACEHOLDER.split(text), ""]
    pieces = {(parts[index], parts[index + 2]): parts[index + 1] for index in range(0, len(parts) - 2, 2)}
    first = ("", parts[2])
    ending = takewhile(lambda sign: unicodedata.category(sign)[0] not in "LMN", reversed(pieces[first]))
    return pieces | {first: "".join(ending)[::-1]}


def not_alone(texts: Iterable[Text]) -> Iterator[Finding]:
    """A country or a month that a word governs: both are inserted in the form in which they stand alone."""
    for text in texts:
        if re.search(r"[^\W_]['\u2019]?\s?%\((country|date)\)s|%\((country|date)\)s(?=[-\u2019'\w])", text.text):
            yield Finding("date", text.key, f"{text.text!r} has a word before a country or month, or an ending behind")


def joined_names(texts: Iterable[Text]) -> Iterator[Finding]:
    """Names beside letters of another script without a space, where the catalog has one mostly; or the other way."""
    found: dict[bool, list[Text]] = {True: [], False: []}
    for text in texts:
        if text.english not in LOCAL:
            shown = _PLACEHOLDER.sub("X", text.text.replace("%(share)s", "%"))  # a figure, not a name
            for spaced, places in ((True, _SPACED), (False, _UNSPACED)):
                found[spaced] += [text] * bool(places.search(shown))
    rarer, commoner = sorted(found.values(), key=len)
    for text in rarer if commoner else ():
        yield Finding("punctuation", text.key, f"{text.text!r} has names beside letters otherwise than elsewhere")
