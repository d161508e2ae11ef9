"""A form's body: ``application/x-www-form-urlencoded``, strict where a form of ours never differs."""

from __future__ import annotations

import re

_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class MalformedForm(ValueError):
    """A body that no browser makes of the banner's form. Stays within this room."""


def parse_form(body: bytes) -> dict[str, str]:
    """The form's fields. A trailing line break, which old clients append, is no part of the last value.

    Raises MalformedForm for broken percent escapes, raw control characters, more than 16 fields and a field that comes
    twice. Bytes that are no UTF-8 become U+FFFD: no kind and no path has one.
    """
    from urllib.parse import parse_qsl

    body = body.removesuffix(b"\r\n").removesuffix(b"\n")
    if _BAD_ESCAPE.search(body) or any(byte < 0x20 or byte == 0x7F for byte in body):
        raise MalformedForm
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=16)
    except ValueError as error:
        raise MalformedForm from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise MalformedForm
    return fields
