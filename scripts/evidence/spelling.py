"""Spelling: every word of a catalog is known to the language's dictionary, or to the browsers, or is noted.

The dictionaries are Debian's, for hunspell, and for Finnish voikko's; both libraries are called as they are (ctypes),
since their programs split words in ways of their own. A word that the dictionary does not know passes if the browsers'
own translations have it (``locales/attested.json``, see attested.py). In a language without a dictionary all words are
looked up there, and where words are not spaced, the pairs of signs beside each other.
"""

from __future__ import annotations

import ctypes
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from browserbanner.banner.names import LOCAL
from scripts.evidence.catalogs import LOCALES, Text
from scripts.evidence.findings import Finding
from scripts.evidence.words import UNSPACED, folded, words

#: Debian's package of each language's dictionary, and the file below /usr/share/hunspell.
DICTIONARIES = {
    "ar": ("hunspell-ar", "ar"),
    "be": ("hunspell-be", "be_BY"),
    "bg": ("hunspell-bg", "bg_BG"),
    "bn": ("hunspell-bn", "bn_BD"),
    "ca": ("hunspell-ca", "ca"),
    "cs": ("hunspell-cs", "cs_CZ"),
    "da": ("hunspell-da", "da_DK"),
    "de": ("hunspell-de-de", "de_DE"),
    "el": ("hunspell-el", "el_GR"),
    "en": ("hunspell-en-us", "en_US"),
    "es": ("hunspell-es", "es_ES"),
    "es_419": ("hunspell-es", "es_MX"),
    "et": ("myspell-et", "et_EE"),
    "eu": ("hunspell-eu", "eu"),
    "fa": ("myspell-fa", "fa"),
    "fil": ("myspell-tl", "tl"),
    "fr": ("hunspell-fr-comprehensive", "fr"),
    "ga": ("myspell-ga", "ga_IE"),
    "gl": ("hunspell-gl", "gl_ES"),
    "he": ("hunspell-he", "he_IL"),
    "hi": ("hunspell-hi", "hi_IN"),
    "hr": ("hunspell-hr", "hr_HR"),
    "hu": ("hunspell-hu", "hu_HU"),
    "hy": ("myspell-hy", "hy"),
    "id": ("hunspell-id", "id_ID"),
    "is": ("hunspell-is", "is_IS"),
    "it": ("hunspell-it", "it_IT"),
    "kk": ("hunspell-kk", "kk_KZ"),
    "ko": ("hunspell-ko", "ko"),
    "lt": ("hunspell-lt", "lt_LT"),
    "lv": ("hunspell-lv", "lv_LV"),
    "nb": ("hunspell-no", "nb_NO"),
    "nl": ("hunspell-nl", "nl"),
    "pl": ("hunspell-pl", "pl_PL"),
    "pt_BR": ("hunspell-pt-br", "pt_BR"),
    "pt_PT": ("hunspell-pt-pt", "pt_PT"),
    "ro": ("hunspell-ro", "ro_RO"),
    "ru": ("hunspell-ru", "ru_RU"),
    "sk": ("hunspell-sk", "sk_SK"),
    "sl": ("hunspell-sl", "sl_SI"),
    "sq": ("myspell-sq", "sq_AL"),
    "sr_Cyrl": ("hunspell-sr", "sr_RS"),
    "sr_Latn": ("hunspell-sr", "sr_Latn_RS"),
    "sv": ("hunspell-sv", "sv_SE"),
    "sw": ("hunspell-sw", "sw_TZ"),
    "te": ("hunspell-te", "te_IN"),
    "tr": ("hunspell-tr", "tr_TR"),
    "uk": ("hunspell-uk", "uk_UA"),
    "uz": ("hunspell-uz", "uz_UZ"),
    "vi": ("hunspell-vi", "vi_VN"),
}
#: Dictionaries that take any two words for a compound, "süs" and "eemile": there, a compound must be a word of its own,
#: or the browsers', or noted.
_LOOSE = frozenset({"da", "et"})
#: Finnish is voikko's.
VOIKKO = "fi"
FOLDER = Path("/usr/share/hunspell")

#: Names, which no language translates.
_NAMES = """
android apple brave by caniuse cc chrome chromeos chromium com duckduckgo edge esr explorer facebook firefox google
instagram internet ios ipad ipados iphone linux macos microsoft mozilla opera safari samsung silk statcounter tiktok
vivaldi wechat whale windows yandex
"""
NAMES = frozenset(_NAMES.split())
Knows = Callable[[str], bool]


class NoDictionary(Exception):
    """A dictionary that is not installed; says how to get it."""


def check(language: str, texts: Iterable[Text], knows: Knows | None, seen: frozenset[str]) -> Iterator[Finding]:
    """Words that neither the dictionary (``knows``, None without one) nor the browsers (``seen``) have, each once."""
    told: set[str] = set()
    for text in texts:
        if language in UNSPACED:
            unknown = [] if text.english in LOCAL else _odd_runs(text.text, seen)
        else:
            unknown = [word for word in unknown_words(language, text, knows) if word not in seen]
        for word in unknown:
            if word not in told:
                told.add(word)
                yield Finding("spelling", text.key, f"the word {word!r} is in no dictionary at hand", word)


def unknown_words(language: str, text: Text, knows: Knows | None) -> list[str]:
    """The words of a text that the dictionary does not know, folded; all of them without one."""
    if text.english in LOCAL:
        return []
    if language in UNSPACED:
        return sorted(pairs(text.text))
    return [
        folded(word)
        for word in dict.fromkeys(words(text.text))
        if len(word) > 1 and not _is_name(folded(word)) and not (knows and _is_known(word, knows))
    ]


def _is_name(word: str) -> bool:
    """Whether it is a name, with an article or an ending before or behind an apostrophe: "d'iPadOS", "iPad'de"."""
    parts = word.split("'")
    return any(part in NAMES for part in parts) and all(part in NAMES or len(part) < 4 for part in parts)


def pairs(text: str) -> set[str]:
    """The pairs of signs beside each other in a text without spaces, but for Latin ones."""
    return {pair for run in words(text) for pair in map("".join, pairwise(run)) if not re.search("[A-Za-z]", pair)}


def _odd_runs(text: str, seen: frozenset[str]) -> list[str]:
    """The signs where two pairs of three in a row are new.

    One alone is mostly where two words meet; two signs that changed places make three.
    """
    found: list[str] = []
    for run in words(text):
        new = [not re.search("[A-Za-z]", pair) and pair not in seen for pair in map("".join, pairwise(run))]
        odd = [index for index in range(len(new)) if new[index] and sum(new[index : index + 3]) > 1]
        found += [run[index : index + 4] for index in odd]
    return found


def _is_known(word: str, knows: Knows) -> bool:
    """Whether the dictionary has a word, or all the parts that Persian joins without a space."""
    return any(map(knows, _spellings(word))) or (
        "\u200c" in word and all(any(map(knows, _spellings(part))) for part in word.split("\u200c") if part)
    )


def _spellings(word: str) -> Iterator[str]:
    """A word as dictionaries may have it: with another apostrophe, without vowel marks, with a small letter."""
    plain = re.sub("[\u200c\u200d\u200e\u200f]", "", word)
    for one in dict.fromkeys((word, plain, re.sub("[\u064b-\u0652\u0591-\u05c7]", "", plain))):
        for mark in ("'", "\u2019", "\u02bc", "\u02bb"):
            spelled = re.sub("['\u2018\u2019\u02bb\u02bc]", mark, one)
            yield from (spelled, unicodedata.normalize("NFD", spelled))
            yield spelled.lower()


@cache
def seen_words() -> dict[str, frozenset[str]]:
    """The words of our catalogs that the browsers' translations have, by language."""
    rows = json.loads((LOCALES / "attested.json").read_text("utf-8"))["languages"]
    return {language: frozenset(row) for language, row in rows.items()}


def source(language: str) -> str:
    """What the words of a language are looked up in."""
    if language == VOIKKO:
        return "voikko-fi"
    if language in DICTIONARIES:
        return DICTIONARIES[language][0]
    return "browsers' pairs of signs" if language in UNSPACED else "browsers' words"


@cache
def dictionary(language: str) -> Knows | None:
    """Whether a word is known in a language; None where Debian has no dictionary. Raises NoDictionary."""
    if language == VOIKKO:
        return _voikko()
    if language not in DICTIONARIES:
        return None
    package, name = DICTIONARIES[language]
    path = FOLDER / f"{name}.aff"
    try:
        library = ctypes.CDLL("libhunspell-1.7.so.0")
    except OSError:
        library = None
    if library is None or not path.exists():
        raise NoDictionary(f"{package} is not installed: python -m scripts.evidence.install")
    if language not in _LOOSE:
        return _hunspell(library, path)
    with TemporaryDirectory() as folder:  # hunspell has read it when that is gone
        return _hunspell(library, _without_compounds(path, Path(folder)))


def _without_compounds(path: Path, folder: Path) -> Path:
    """A copy of a dictionary in a folder, without its rules for compounds."""
    copied = folder / path.name
    copied.write_bytes(re.sub(rb"(?m)^COMPOUND.*\n", b"", path.read_bytes()))
    copied.with_suffix(".dic").write_bytes(path.with_suffix(".dic").read_bytes())
    return copied


def _hunspell(library: ctypes.CDLL, path: Path) -> Knows:
    library.Hunspell_create.restype = ctypes.c_void_p
    library.Hunspell_get_dic_encoding.restype = ctypes.c_char_p
    library.Hunspell_get_dic_encoding.argtypes = [ctypes.c_void_p]
    library.Hunspell_spell.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    handle = library.Hunspell_create(bytes(path), bytes(path.with_suffix(".dic")))
    encoding = library.Hunspell_get_dic_encoding(handle).decode().replace("microsoft-cp", "cp")

    def knows(word: str) -> bool:
        try:
            return bool(library.Hunspell_spell(handle, word.encode(encoding)))
        except UnicodeEncodeError:
            return False

    return knows


def _voikko() -> Knows:
    try:
        library = ctypes.CDLL("libvoikko.so.1")
    except OSError:
        raise NoDictionary("libvoikko1 is not installed: python -m scripts.evidence.install") from None
    library.voikkoInit.restype = ctypes.c_void_p
    library.voikkoSpellCstr.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    error = ctypes.c_char_p()
    handle = library.voikkoInit(ctypes.byref(error), b"fi", None)
    if not handle:
        raise NoDictionary("voikko-fi is not installed: python -m scripts.evidence.install")
    return lambda word: library.voikkoSpellCstr(handle, word.encode()) == 1
