"""Words of a text in any script, and whether a word is a form of another."""

from __future__ import annotations

import re
import unicodedata

#: Languages that are written without spaces between words: there, a word is any run of letters.
UNSPACED = frozenset({"ja", "th", "zh_Hans", "zh_Hant"})

# Scripts whose signs are syllables, or nearly: India's, Thai, Korean, Chinese and Japanese.
_SYLLABLES = re.compile("[\u0900-\u0eff\u3040-\ud7ff]")
_PLACEHOLDER = re.compile(r"%%|%\(\w+\)s|\{[^{}]*\}|\$\d|<[^<>]*>|&\w+;")
_JOINING = frozenset("'\u2019\u02bb\u02bc\u2018\u200c\u200d\u05f3\u05f4\u30fc")


def words(text: str) -> list[str]:
    """The words of a text, without placeholders, markup and digits. An apostrophe between letters is a letter."""
    found, word = [], ""
    for letter in f"{_PLACEHOLDER.sub(' ', text)} ":
        if unicodedata.category(letter)[0] in "LM" or (word and letter in _JOINING):
            word += letter
        elif word:
            found.append(word.rstrip("".join(_JOINING - {"\u30fc"})))
            word = ""
    return found


def folded(word: str) -> str:
    """A word as words are compared: small letters, one kind of apostrophe, no marks of direction or of joining."""
    word = unicodedata.normalize("NFC", word).casefold()
    word = re.sub("[\u2019\u02bb\u02bc\u2018]", "'", word)
    return re.sub("[\u200c-\u200f\u00ad\u0307]", "", word)


def is_form(word: str, known: str) -> bool:
    """Whether ``word`` is a form of the word ``known``, both folded.

    That is: the same; or the one is within the other, with four letters at least, two in scripts whose signs are
    syllables (compounds, "Browserfenster"; prefixes, "הדפדפן"); or both begin alike, in as many letters at least and in
    two thirds of the shorter (endings, "selain" and "selaimen").
    """
    if word == known:
        return True
    short, long = sorted((word, known), key=len)
    fewest = 2 if _SYLLABLES.match(short) else 4
    if len(short) >= fewest and short in long:
        return True
    alike = 0
    for one, other in zip(word, known, strict=False):
        if one != other:
            break
        alike += 1
    return alike >= fewest and 3 * alike >= 2 * len(short)
