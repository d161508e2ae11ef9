"""Opera up to 12, whose engine was Presto, as itself and as what it posed as."""

from __future__ import annotations

import re

from browserbanner.useragent.ignored import ignored
from browserbanner.useragent.model import Form, UserAgent, Version
from browserbanner.useragent.platforms import Platform, read

_LANGUAGE = rb"(?: +\[[\w-]{2,8}\])?"
_opera = re.compile(
    rb"Opera/(\d{1,2}\.\d{1,2}) \(([^()]*+(?:\([^()]*+\)[^()]*+)*+)\)"
    rb"(?: +Presto/[\d.]{3,12})?(?: +Version/(\d{1,2}\.\d{1,2}))?" + _LANGUAGE
).fullmatch
# As Internet Explorer; as Firefox.
_posing = re.compile(
    rb"Mozilla/[45]\.0 \((?:compatible; MSIE \d{1,2}\.\d{1,2}; )?([^()]*+)\)"
    rb"(?: Gecko/\d{6,8}(?: Firefox/[\d.]{1,12})?)? +Opera (\d{1,2}\.\d{1,2})" + _LANGUAGE
).fullmatch
# What Opera and its editions add to the parenthesis: dropped before the platform is read.
_added = re.compile(
    rb"; *(?:[UIN]|[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?|rv:[\d.]{1,10}|\d{1,3}|Linux|X11"
    rb"|Opera (?:Mobi|Tablet)/[\w-]{1,20}"
    rb"|Edition [\w ]{1,30}|MRA [\w. ()]{1,30}|MSN [\d.]{1,8}|Linux Mint|Distribution \d\d"
    rb"|Ubuntu[\w /.()]{0,30})(?=;|$)"
).sub


def opera(raw: bytes) -> UserAgent | None:
    """Opera on Presto; None where ``raw`` is not that, or is Opera Mini or Opera on a television."""
    if b"Opera" not in raw:
        return None
    m = _opera(raw)
    if m is not None:
        text, number = m[2], m[3] or m[1]
    else:
        m = _posing(raw)
        if m is None:
            return None
        text, number = m[1], m[2]
    where = None if ignored(text) is not None else _where(text)
    if where is None:
        return None
    major, _, minor = number.partition(b".")
    version: Version = (int(major), int(minor))
    form: Form = where.form or ("tablet" if b"Opera Tablet" in text else "phone")
    return UserAgent("opera", version, "presto", version, where.os, where.os_version, form, "browser", None, "grammar")


def _where(text: bytes) -> Platform | None:
    if text.startswith(b"Android "):
        text = b"Linux; " + text
    return read(_added(b"", text))
