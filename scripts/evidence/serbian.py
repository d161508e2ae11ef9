"""Serbian in Latin letters, made from the Cyrillic: thirty letters, each with its own (Gaj's alphabet)."""

from __future__ import annotations

_CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
_LATIN = "a|b|v|g|d|đ|e|ž|z|i|j|k|l|lj|m|n|nj|o|p|r|s|t|ć|u|f|h|c|č|dž|š"
_SMALL = dict(zip(_CYRILLIC, _LATIN.split("|"), strict=True))


def in_latin(text: str) -> str:
    """The text in Latin letters. Љ, Њ and Џ are LJ, NJ and DŽ in a word of capitals, otherwise Lj, Nj and Dž."""
    written = []
    for index, letter in enumerate(text):
        latin = _SMALL.get(letter.lower(), letter)
        if letter.isupper() and letter.lower() in _SMALL:
            capitals = len(latin) > 1 and (text[index + 1 : index + 2].isupper() or text[index - 1 : index].isupper())
            latin = latin.upper() if capitals else latin.capitalize()
        written.append(latin)
    return "".join(written)
