"""Scanner: where in an HTML document does the body begin? Fed in pieces of any size, it answers once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from browserbanner.injection.tags import (
    AFTER,
    BODY_FOR_SURE,
    HEAD_RAW_TEXT,
    HEAD_TAGS,
    OPAQUE_IN_TEMPLATE,
    RAW_TEXT,
    RUN,
    TAG,
    VOID,
    attributes,
    is_amp,
    may_be_hidden,
    may_change_charset,
)

#: Bytes of a document that are looked at, for each place. A marker may lie deep in the page.
LIMITS = {"top": 64 * 1024, "marker": 256 * 1024}

#: Tags and comments likewise: no head has so many, and the smallest cost as much time as longer ones.
TOKEN_LIMITS = {"top": 4 * 1024, "marker": 16 * 1024}

_MARKER_TEXT = b"browserbanner"  # in the comment that is the marker

_STEP = 4096  # bytes read at a time: most pages' heads are shorter than the pieces that they come in

# A state reads from a position on and returns the next one, or the position's complement (~) when it needs more: what
# lies from there on is then given to it again, in front of the next piece. That is never longer than a tag's name or a
# delimiter: what is long (text, comments, attributes) is read once, so that any split costs linear time.
# Plain functions, not bound methods: a bound one held by its own object would need the garbage collector.
_State: TypeAlias = Callable[["Scanner", bytes, int], int]

_BOM = b"\xef\xbb\xbf"
_NO_SPACE = re.compile(rb"[^\t\n\f\r ]")
_MARKUP = re.compile(rb"<(?=[A-Za-z!?/]|\Z)")
_DOCTYPE = b"<!doctype"
_LONGEST_NAME = 32  # no name that we know is as long
_READ = frozenset({b"html", b"base", b"meta", b"input"})  # whose attributes say something

_COMMENT_START = re.compile(rb"<!--(?:-?>|(?=[^>-]|-[^>]))")  # <!--> and <!---> are whole comments
_COMMENT_END = {"comment": re.compile(rb"--!?>"), "bogus": re.compile(rb">"), "doctype": re.compile(rb">")}
_COMMENT_TAIL = len(b"--!")
_RAW_END = {name: re.compile(rb"</" + name + rb"(?=[\t\n\f\r />])", re.IGNORECASE) for name in RAW_TEXT}
_SCRIPT = {
    "plain": re.compile(rb"<!--|</script(?=[\t\n\f\r />])", re.IGNORECASE),
    "escaped": re.compile(rb"-->|</?script(?=[\t\n\f\r />])", re.IGNORECASE),
    "double": re.compile(rb"-->|</script(?=[\t\n\f\r />])", re.IGNORECASE),
}
_RAW_TAIL = len(b"</textarea")

# The end of a downlevel-revealed conditional comment around <body>: old Internet Explorers hide what lies before it.
_ENDIF = re.compile(rb"[\t\n\f\r ]*+(?:<!--[\t\n\f\r ]*+<!\[endif\]-->|<!\[endif\]>)", re.IGNORECASE)
_ENDIFS = (b"<!--<![endif]-->", b"<![endif]>")
_ENDIF_REACH = 64


class Scanner:
    """Finds the place for a banner in an HTML document, resumable at every byte, in linear time and bounded memory.

    ``place`` "top": right after ``<body>``; or where the body is implied, before the first thing in it, if that rules
    out that a frameset follows (HTML's frameset-ok flag). "marker": right after ``<!-- browserbanner -->``.

    Feed it the document's bytes in pieces of any size, then call ``end()``. ``point`` is the place, counted in bytes
    from the document's start, once it is known. ``done``: nothing is left to look for. Until then bytes before
    ``keep`` are certainly before the point: they can be sent. ``bases`` are the values of ``<base href>`` so far.
    ``language`` is the value of ``<html lang>``, as it is written; None where no html tag so far has one.

    It follows the tree builder of HTML §13.2.6 from "initial" to "after head", and gives up where that cannot be
    followed for sure. Scripting is taken to be on; a noscript that leaves an element open, or a tag cut off, where
    scripting is off makes it give up: a second scanner reads it so, ``in_noscript``, which looks for no place there.
    """

    def __init__(self, place: str = "top", *, in_noscript: bool = False) -> None:
        self.point: int | None = None
        self.done: bool = False
        self.keep: int = 0
        self.bases: list[bytes] = []
        self.language: bytes | None = None
        self._top = place == "top"
        self._limit = LIMITS[place]
        self._tokens_left = TOKEN_LIMITS[place]
        self._base = 0  # where in the document the bytes at hand begin
        self._carry = b""
        self._state: _State = Scanner._data if in_noscript else Scanner._start
        self._is_document = False  # and no fragment: a doctype, html or head was there
        self._head_is_over = False
        self._depth = 0  # of open templates
        self._conditional = False  # the last conditional comment has begun, and not ended
        # The tag or comment at hand.
        self._name = b""
        self._closing = False
        self._tag_start = 0
        self._part = ""  # of the tag: a key of RUN
        self._comment = ""  # its kind: a key of _COMMENT_END
        self._text: bytes | bytearray = b""  # of a tag, where its attributes say something
        self._edges = bytearray()  # how a comment begins and ends
        self._script = "plain"
        self._noscript: Scanner | None = None  # reads the noscript at hand
        self._open: list[bytes] | None = [] if in_noscript else None  # elements in a noscript

    def feed(self, data: bytes) -> None:
        """The document's next bytes."""
        for start in range(0, len(data), _STEP):
            if self.done:
                return
            self._read(data[start : start + _STEP])

    def _read(self, data: bytes) -> None:
        room = self._limit - self._base - len(self._carry)
        # ISO-2022-JP and its like: what follows an escape are no ASCII characters, whatever the bytes.
        escape = data.find(b"\x1b", 0, room)
        last = room if escape < 0 else escape
        buffer = self._carry + data[:last]
        at = 0
        while not self.done:
            after = self._state(self, buffer, at)
            if after < 0:
                at = ~after
                break
            at = after
        self._carry = buffer[at:]
        self._base += at
        if last < len(data):
            self.done = True
        elif not self.done:
            self.keep = self._tag_start if self._state is Scanner._in_tag and self._may_be_first() else self._base

    def end(self) -> None:
        """The document has ended."""
        if not self.done and self._state is Scanner._after_body:
            self.point = self._base
        self.done = True

    def _give_up(self) -> int:
        self.done = True
        return 0

    def _found(self, point: int) -> int:
        self.point = point
        self.done = True
        return 0

    # -- data ------------------------------------------------------------------------------------------

    def _start(self, buffer: bytes, at: int) -> int:
        if len(buffer) < len(_BOM) and _BOM.startswith(buffer):
            return ~at
        self._state = Scanner._data
        return len(_BOM) if buffer.startswith(_BOM) else at

    def _data(self, buffer: bytes, at: int) -> int:
        """Between tags."""
        tag = TAG.match(buffer, at)
        if tag is not None:
            return self._tag(buffer, tag)
        found = (_NO_SPACE if self._top and not self._depth else _MARKUP).search(buffer, at)
        if found is None:
            return ~len(buffer)
        if found.start() > at:
            return found.start()
        mark = buffer[at : at + 3]
        if mark in (b"<", b"</"):
            return ~at
        if mark.startswith(b"<!"):
            return self._declaration(buffer, at)
        if mark == b"</>":
            return at + 3
        if mark.startswith((b"<?", b"</")):
            return self._begin_comment("bogus", at + 2)
        return self._body_text(buffer, at)

    def _body_text(self, buffer: bytes, at: int) -> int:
        """Text that is not white space, where the body has not begun."""
        if not self._is_document or buffer[at] == 0:
            return self._give_up()
        if buffer[at] == 0x26:
            if at + 1 == len(buffer):
                return ~at
            if buffer[at + 1] in b"#TN":  # it may be white space: &#32; &Tab; &NewLine;
                return self._give_up()
        return self._found(self._base + at)

    # -- comments --------------------------------------------------------------------------------------

    def _declaration(self, buffer: bytes, at: int) -> int:
        head = buffer[at : at + len(_DOCTYPE)].lower()
        if head == _DOCTYPE:
            self._is_document = True
            return self._begin_comment("doctype", at + len(_DOCTYPE))
        if head.startswith(b"<!--"):
            start = _COMMENT_START.match(buffer, at)
            if start is None:
                return ~at
            begun = self._begin_comment("comment", start.end())
            return self._end_comment(begun) if start[0].endswith(b">") and not self.done else begun
        if _DOCTYPE.startswith(head) or head == b"<!-":
            return ~at
        return self._begin_comment("bogus", at + 2)

    def _begin_comment(self, kind: str, at: int) -> int:
        """``kind`` "bogus": ``<!…>``, ``<?…>``, ``</…>``. These and doctypes end with the next ``>``, quoted or not."""
        self._tokens_left -= 1
        if not self._tokens_left:
            return self._give_up()
        self._comment = kind
        self._edges.clear()
        self._state = Scanner._in_comment
        return at

    def _in_comment(self, buffer: bytes, at: int) -> int:
        end = _COMMENT_END[self._comment].search(buffer, at)
        cut = end.start() if end else max(at, len(buffer) - _COMMENT_TAIL)
        self._edges += buffer[at:cut]
        del self._edges[_ENDIF_REACH:-_ENDIF_REACH]
        return self._end_comment(end.end()) if end else ~cut

    def _end_comment(self, at: int) -> int:
        self._state = Scanner._data
        text, bogus = bytes(self._edges).lower(), self._comment == "bogus"
        if self._comment == "doctype":
            return at
        if text.endswith(b"[endif]" if bogus else b"<![endif]"):
            self._conditional = False
        elif text.startswith(b"[if"):
            self._conditional = True
        elif not (self._top or bogus or self._depth) and self._is_document and self._edges.strip() == _MARKER_TEXT:
            return self._found(self._base + at)
        return at

    # -- tags ------------------------------------------------------------------------------------------

    def _tag(self, buffer: bytes, tag: re.Match[bytes]) -> int:
        """A tag: whole, or as far as it is here."""
        slash, name, text = tag.groups()
        start, end = tag.start(1) - 1, tag.end()
        if end == len(buffer) and text is None and len(name) < _LONGEST_NAME:
            return ~start  # the name may go on
        self._name, self._closing = name[:_LONGEST_NAME].lower(), slash == b"/"
        self._tag_start = self._base + start
        self._tokens_left -= 1
        if not self._tokens_left or not self._leaves_us_sure():
            return self._give_up()
        self._text = bytearray() if text is None else text
        if text is not None:
            return self._end_tag(end)
        self._part = "tag name"
        self._state = Scanner._in_tag
        return end

    def _in_tag(self, buffer: bytes, at: int) -> int:
        """On to the ``>`` that no quotes hold, in a tag that was cut."""
        start = at
        while True:
            run = RUN[self._part].match(buffer, at)
            at = run.end() if run else at
            if at == len(buffer) or buffer[at] == 0x3E:
                break
            following = AFTER[self._part]
            self._part = following.get(buffer[at : at + 1], following[b""])
            at += 1
        if self._name in _READ:
            self._text += buffer[start:at]
        return ~at if at == len(buffer) else self._end_tag(at + 1)

    def _leaves_us_sure(self) -> bool:
        """Whether a tag of this name leaves us sure of what comes. Before any body ``<img>`` does, which begins it; and
        ``<p>`` does not, since a ``<frameset>`` may follow that takes the body's place."""
        name = self._name
        if self._closing:
            return not self._top or self._depth > 0 or name not in (b"body", b"html", b"br")
        if self._depth:
            return name not in OPAQUE_IN_TEMPLATE
        if not self._top:
            return name not in (b"frameset", b"plaintext")
        if name in HEAD_TAGS or name in (b"script", b"template", b"body"):
            return True
        if name in HEAD_RAW_TEXT:
            return name != b"noscript" or not self._head_is_over
        return self._is_document and name in BODY_FOR_SURE

    def _may_be_first(self) -> bool:
        """Whether the tag at hand, once it is whole, is the first thing in an implied body."""
        return self._top and not self._depth and not self._closing and self._name in BODY_FOR_SURE

    def _end_tag(self, at: int) -> int:
        """A tag is whole."""
        name = self._name
        self._state = Scanner._data
        if self._open is not None and not self._balances(self._open):
            return self._give_up()
        if self._closing:
            if name == b"template":
                self._depth = max(0, self._depth - 1)
            elif name == b"head" and not self._depth:
                self._head_is_over = True
        elif name in BODY_FOR_SURE and self._may_be_first():
            return self._give_up() if name == b"input" and may_be_hidden(self._text) else self._found(self._tag_start)
        elif name == b"script":
            self._script = "plain"
            self._state = Scanner._in_script
        elif name in RAW_TEXT:
            self._state = Scanner._in_raw_text
            self._noscript = Scanner("marker", in_noscript=True) if name == b"noscript" else None
        elif name == b"template":
            self._depth += 1
        elif not self._depth:
            return self._end_document_tag(name, at)
        return at

    def _end_document_tag(self, name: bytes, at: int) -> int:
        """A start tag of a document's own, which no template holds."""
        if name == b"body" and self._top:
            if not self._conditional:
                return self._found(self._base + at)
            self._state = Scanner._after_body
        elif name in (b"html", b"head", b"body"):
            self._is_document = True
        if name == b"html":
            html = attributes(self._text)
            if is_amp(html):
                return self._give_up()
            if self.language is None:
                self.language = html.get(b"lang")
        elif name == b"base":
            href = attributes(self._text).get(b"href")
            if href is not None:
                self.bases.append(href)
        elif name == b"meta" and may_change_charset(self._text):
            return self._give_up()
        return at

    def _after_body(self, buffer: bytes, at: int) -> int:
        """After ``<body>`` in a conditional comment: its end comes first, or nothing of ours is seen there."""
        near = buffer[at : at + _ENDIF_REACH]
        squeezed = near.translate(None, b"\t\n\f\r ").lower()
        if len(near) < _ENDIF_REACH and any(end.startswith(squeezed) and end != squeezed for end in _ENDIFS):
            return ~at
        end = _ENDIF.match(near)
        return self._found(self._base + at + (end.end() if end else 0))

    # -- text in elements ------------------------------------------------------------------------------

    def _in_raw_text(self, buffer: bytes, at: int) -> int:
        """To the element's end tag, which is then read as any other tag is."""
        end = _RAW_END[self._name].search(buffer, at)
        cut = end.start() if end else max(at, len(buffer) - _RAW_TAIL)
        if self._noscript is not None:
            self._noscript.feed(buffer[at:cut])
            if self._noscript.done or (end and not self._noscript._is_at_rest()):
                return self._give_up()
            if end:
                self.bases += self._noscript.bases
        if end is None:
            return ~cut
        self._state = Scanner._data
        return cut

    def _is_at_rest(self) -> bool:
        """Whether a piece of HTML ended between tags, with nothing left open that swallows tags."""
        return self._state is Scanner._data and not (self.done or self._carry or self._depth or self._open)

    def _balances(self, opened: list[bytes]) -> bool:
        """Whether the tag at hand opens an element of a noscript's, or closes the one that is open."""
        if self._closing:
            return bool(opened) and opened.pop() == self._name
        if self._name not in VOID:
            opened.append(self._name)
        return self._name != b"noscript"

    def _in_script(self, buffer: bytes, at: int) -> int:
        """Script data with its escaped and double escaped states (HTML §13.2.5.15 to §13.2.5.31)."""
        found = _SCRIPT[self._script].search(buffer, at)
        if found is None:
            return ~max(at, len(buffer) - _RAW_TAIL)
        text = found[0].lower()
        if text == b"<!--":
            self._script = "escaped"
            return found.end() - 2  # its dashes may be those of "-->"
        if text == b"-->":
            self._script = "plain"
        elif text == b"<script":
            self._script = "double"
        elif self._script == "double":
            self._script = "escaped"
        else:
            self._state = Scanner._data
            return found.start()
        return found.end()
