"""Scanner: where in an HTML document does the body begin? Fed in pieces of any size, it answers once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from browserbanner.injection.plain_head import plain_head
from browserbanner.injection.tag_end import TagEnd
from browserbanner.injection.tags import (
    BODY_FOR_SURE,
    HEAD_RAW_TEXT,
    HEAD_TAGS,
    OPAQUE_IN_TEMPLATE,
    RAW_TEXT,
    VOID,
    attributes,
    is_amp,
    is_ascii_compatible,
    meta_charset,
)

#: Bytes of a document that are looked at, for each place. A marker may lie deep in the page.
LIMITS = {"top": 64 * 1024, "marker": 256 * 1024}

#: Tags and comments likewise: no head has so many, and the smallest cost as much time as longer ones.
TOKEN_LIMITS = {"top": 4 * 1024, "marker": 16 * 1024}

MARKER = b"browserbanner"

_STEP = 4096

# A state reads from a position on and returns the next one, or the position's complement (~) when it needs more: what
# lies from there on is then given to it again, in front of the next piece. What is given again is never longer than a
# tag's name or a delimiter, so that any split costs linear time.
# Plain functions, not bound methods: a bound one held by its own object would need the garbage collector.
_State: TypeAlias = Callable[["Scanner", bytes, int], int]

_BOM = b"\xef\xbb\xbf"
_SPACES = re.compile(rb"[\t\n\f\r ]*+")
_TAG = re.compile(rb"</?([A-Za-z][^\t\n\f\r />]*+)")
_SPACED_TAG = re.compile(rb"[\t\n\f\r ]*+" + _TAG.pattern)
_MARKUP = re.compile(rb"<(?=[A-Za-z!?/]|\Z)")
_LONGEST_NAME = 32
_READ = frozenset({b"html", b"base", b"meta", b"input"})  # whose attributes say something
_DOCTYPE = b"<!doctype"

_TAG_NAME_REST = re.compile(rb"[^\t\n\f\r />]*+")
_COMMENT_END = re.compile(rb"--!?>")
_RAW_END = {name: re.compile(rb"</" + name + rb"(?=[\t\n\f\r />])", re.IGNORECASE) for name in RAW_TEXT}
_SCRIPT = {
    "plain": re.compile(rb"<!--|</script(?=[\t\n\f\r />])", re.IGNORECASE),
    "escaped": re.compile(rb"-->|</?script(?=[\t\n\f\r />])", re.IGNORECASE),
    "double": re.compile(rb"-->|</script(?=[\t\n\f\r />])", re.IGNORECASE),
}
_SCRIPT_TAIL = len(b"</script")
_DASH, _LESS, _LESS_OR_DASH = re.compile(b"-"), re.compile(b"<"), re.compile(b"[<-]")

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

    It follows the tree builder of HTML §13.2.6 from "initial" to "after head", and gives up where that cannot be
    followed for sure. Scripting is taken to be on; a noscript that leaves an element open, or a tag cut off, where
    scripting is off makes it give up.
    """

    __slots__ = (
        "_attribute_text", "_base", "_carry", "_closing", "_comment_first", "_comment_last", "_conditional", "_depth",
        "_head_is_over", "_limit", "_name", "_open", "_script", "_seen", "_shadow", "_state", "_tag_end", "_tag_start",
        "_tokens_left", "_top", "_wants_attributes", "bases", "done", "keep", "point",
    )  # fmt: skip

    def __init__(self, place: str = "top") -> None:
        self.point: int | None = None
        self.done: bool = False
        self.keep: int = 0
        self.bases: list[bytes] = []
        self._top = place == "top"
        self._limit = LIMITS[place]
        self._tokens_left = TOKEN_LIMITS[place]
        self._base = 0  # where in the document the bytes at hand begin
        self._carry = b""
        self._state: _State = Scanner._start
        self._seen = False  # a doctype, html or head: it is a document, not a fragment
        self._head_is_over = False
        self._depth = 0  # of open templates
        self._name = b""
        self._closing = False
        self._tag_start = 0
        self._tag_end = TagEnd()
        self._wants_attributes = False
        self._attribute_text = bytearray()
        self._script = "plain"
        self._comment_first = b""
        self._comment_last = b""
        self._conditional = False
        self._shadow: Scanner | None = None  # of a noscript's content, as it is read where scripting is off
        self._open: list[bytes] | None = None  # elements of a shadow's

    def feed(self, data: bytes) -> None:
        """The document's next bytes."""
        # Most pages' heads are shorter than the pieces that they come in: no more is touched than has to be.
        start = 0
        while start < len(data) and not self.done:
            self._feed(data[start : start + _STEP])
            start += _STEP

    def _feed(self, data: bytes) -> None:
        room = self._limit - self._base - len(self._carry)
        # ISO-2022-JP and its like: what follows an escape are no ASCII characters, whatever the bytes.
        escape = data.find(b"\x1b", 0, room)
        last = room if escape < 0 else escape
        ends = last < len(data)
        if ends:
            data = data[:last]
        buffer = self._carry + data if self._carry else data
        position = 0
        while not self.done:
            position = self._state(self, buffer, position)
            if position < 0:
                position = ~position
                break
        self._carry = buffer[position:]
        self._base += position
        if ends:
            self.done = True
        elif not self.done:
            self.keep = min(self._base, self._tag_start) if self._holds_tag() else self._base

    def end(self) -> None:
        """The document has ended."""
        if not self.done and self._state is Scanner._after_body:
            self.point = self._base
        self.done = True

    def _holds_tag(self) -> bool:
        return self._state is Scanner._attributes and self._may_be_first()

    def _may_be_first(self) -> bool:
        """Whether the tag at hand, once it is whole, is the first thing in an implied body."""
        return self._top and not self._depth and not self._closing and self._name in BODY_FOR_SURE

    def _give_up(self) -> int:
        self.done = True
        return 0

    def _found(self, point: int) -> int:
        self.point = point
        self.done = True
        return 0

    # -- data ------------------------------------------------------------------------------------------

    def _start(self, buffer: bytes, at: int) -> int:
        if buffer.startswith(_BOM):
            at = len(_BOM)
        elif _BOM.startswith(buffer):
            return ~at
        self._state = Scanner._data
        return at

    def _data(self, buffer: bytes, at: int) -> int:
        """Between tags."""
        if self._top and not self._depth:
            if not self._conditional:
                at, tokens, opening = plain_head(buffer, at)
                self._tokens_left -= tokens
                if self._tokens_left <= 0:
                    return self._give_up()
                self._seen = self._seen or opening
            tag = _SPACED_TAG.match(buffer, at)
            if tag is not None:
                return self._tag(buffer, tag)
            spaces = _SPACES.match(buffer, at)
            at = spaces.end() if spaces else at
            if at < len(buffer) and buffer[at] != 0x3C:
                return self._text(buffer, at)
        else:
            markup = _MARKUP.search(buffer, at)
            at = markup.start() if markup else len(buffer)
        if at >= len(buffer) - 1:
            return ~at
        tag = _TAG.match(buffer, at)
        if tag is not None:
            return self._tag(buffer, tag)
        second = buffer[at + 1]
        if second == 0x21:
            return self._declaration(buffer, at)
        if second == 0x3F:
            return self._begin_comment(Scanner._bogus_comment, at + 2)
        if second == 0x2F:
            if at + 2 == len(buffer):
                return ~at
            return at + 3 if buffer[at + 2] == 0x3E else self._begin_comment(Scanner._bogus_comment, at + 2)
        return self._text(buffer, at)

    def _text(self, buffer: bytes, at: int) -> int:
        """Text that is not white space, where the body has not begun."""
        if not self._seen or buffer[at] == 0:
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
        if head.startswith(b"<!--"):
            return self._begin_comment(Scanner._comment_start, at + 4)
        if head == _DOCTYPE:
            self._seen = True
            return self._begin_comment(Scanner._doctype, at + len(_DOCTYPE))
        if at + len(head) == len(buffer) and (_DOCTYPE.startswith(head) or head == b"<!-"):
            return ~at
        return self._begin_comment(Scanner._bogus_comment, at + 2)

    def _begin_comment(self, state: _State, at: int) -> int:
        self._tokens_left -= 1
        if not self._tokens_left:
            return self._give_up()
        self._comment_first = self._comment_last = b""
        self._state = state
        return at

    def _comment_start(self, buffer: bytes, at: int) -> int:
        """Right after ``<!--``: ``<!-->`` and ``<!--->`` are whole comments."""
        if buffer.startswith((b">", b"->"), at):
            self._state = Scanner._data
            return buffer.index(b">", at) + 1
        if buffer[at:] in (b"", b"-"):
            return ~at
        self._state = Scanner._comment
        return at

    def _comment(self, buffer: bytes, at: int) -> int:
        end = _COMMENT_END.search(buffer, at)
        if end is not None:
            self._note(buffer[at : end.start()])
            return self._end_comment(end.end())
        cut = _cut(buffer, at, 3, _DASH)
        self._note(buffer[at:cut])
        return ~cut

    def _doctype(self, buffer: bytes, at: int) -> int:
        """To the next ``>``, even in quotes. Whatever is in it, it is no conditional comment."""
        end = buffer.find(b">", at)
        if end < 0:
            return ~len(buffer)
        self._state = Scanner._data
        return end + 1

    def _bogus_comment(self, buffer: bytes, at: int) -> int:
        """``<!…>``, ``<?…>`` and ``</…>``: to the next ``>``, even in quotes."""
        end = buffer.find(b">", at)
        if end < 0:
            self._note(buffer[at:])
            return ~len(buffer)
        self._note(buffer[at:end])
        return self._end_comment(end + 1, bogus=True)

    def _note(self, text: bytes) -> None:
        """Remember how a comment begins and ends."""
        if len(self._comment_first) < _ENDIF_REACH:
            self._comment_first += text[: _ENDIF_REACH - len(self._comment_first)]
        self._comment_last = (self._comment_last + text[-16:])[-16:]

    def _end_comment(self, at: int, *, bogus: bool = False) -> int:
        self._state = Scanner._data
        if self._comment_last.lower().endswith(b"[endif]" if bogus else b"<![endif]"):
            self._conditional = False
        elif self._comment_first[:3].lower() == b"[if":
            self._conditional = True
        elif not self._top and not bogus and not self._depth and self._seen and self._comment_first.strip() == MARKER:
            return self._found(self._base + at)
        return at

    # -- tags ------------------------------------------------------------------------------------------

    def _tag(self, buffer: bytes, tag: re.Match[bytes]) -> int:
        name, end = tag[1], tag.end()
        start = tag.start(1) - 1
        closing = buffer[start] == 0x2F
        if closing:
            start -= 1
        if len(name) > _LONGEST_NAME:
            name = b"?"  # none that we know
        elif end == len(buffer):
            return ~start
        self._tokens_left -= 1
        if not self._tokens_left:
            return self._give_up()
        self._name = name = name.lower()
        self._closing = closing
        self._tag_start = self._base + start
        if not closing:
            verdict = self._judge_start_tag(name)
        else:
            verdict = not (self._top and not self._depth and name in (b"body", b"html", b"br"))
        if not verdict:
            return self._give_up()
        self._wants_attributes = not closing and name in _READ
        if name == b"?":
            self._tag_end.begin()
            self._state = Scanner._long_name
            return end
        if buffer[end] == 0x3E:
            return self._end_tag(end + 1)
        self._tag_end.begin()
        self._state = Scanner._attributes
        return self._attributes(buffer, end)

    def _judge_start_tag(self, name: bytes) -> bool:
        """Whether a start tag of this name leaves us sure of what comes."""
        if self._depth:
            return name not in OPAQUE_IN_TEMPLATE
        if not self._top:
            return name not in (b"frameset", b"plaintext")
        if name in HEAD_TAGS or name in (b"script", b"template", b"body"):
            return True
        if name in HEAD_RAW_TEXT:
            return name != b"noscript" or not self._head_is_over
        return self._seen and name in BODY_FOR_SURE

    def _long_name(self, buffer: bytes, at: int) -> int:
        rest = _TAG_NAME_REST.match(buffer, at)
        at = rest.end() if rest else at
        if at == len(buffer):
            return ~at
        self._state = Scanner._attributes
        return at

    def _attributes(self, buffer: bytes, at: int) -> int:
        """From a tag's name to its ``>``."""
        end = self._tag_end.find(buffer, at)
        if self._wants_attributes:
            self._attribute_text += buffer[at : end if end >= 0 else len(buffer)]
        return self._end_tag(end + 1) if end >= 0 else ~len(buffer)

    def _end_tag(self, at: int) -> int:
        """A tag is whole."""
        name = self._name
        self._state = Scanner._data
        if self._open is not None and not self._balances(name):
            return self._give_up()
        if self._closing:
            if name == b"template":
                self._depth = max(0, self._depth - 1)
            elif name == b"head" and not self._depth:
                self._head_is_over = True
            return at
        if name in BODY_FOR_SURE and self._may_be_first():
            return self._found(self._tag_start) if self._is_visible() else self._give_up()
        if name == b"script":
            self._script = "plain"
            self._state = Scanner._in_script
        elif name in RAW_TEXT:
            self._state = Scanner._in_raw_text
            if name == b"noscript":
                self._shadow = Scanner("marker")
                self._shadow._state = Scanner._data
                self._shadow._open = []
        elif name == b"template":
            self._depth += 1
        elif not self._depth:
            return self._end_document_tag(name, at)
        self._attribute_text.clear()
        return at

    def _end_document_tag(self, name: bytes, at: int) -> int:
        if name == b"body" and self._top:
            if not self._conditional:
                return self._found(self._base + at)
            self._state = Scanner._after_body
        elif name in (b"html", b"head", b"body"):
            self._seen = True
        if not self._attribute_text:
            return at
        text = bytes(self._attribute_text)
        self._attribute_text.clear()
        if name == b"html":
            if is_amp(attributes(text)):
                return self._give_up()
        elif name == b"base":
            href = attributes(text).get(b"href")
            if href is not None:
                self.bases.append(href)
        elif name == b"meta" and b"charset" in text.lower():  # few have one
            charset = meta_charset(attributes(text))
            if charset is not None and not is_ascii_compatible(charset):
                return self._give_up()
        return at

    def _is_visible(self) -> bool:
        """Whether it is no hidden input, which leaves it open whether a frameset follows."""
        if self._name != b"input":
            return True
        kind = attributes(bytes(self._attribute_text)).get(b"type", b"").lower()
        return kind != b"hidden" and b"&" not in kind

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
        end = _RAW_END[self._name].search(buffer, at)
        cut = end.start() if end else _cut(buffer, at, len(self._name) + 2, _LESS)
        if self._shadow is not None:
            self._shadow.feed(buffer[at:cut])
        if end is None:
            return ~cut
        if self._shadow is not None and not self._shadow._is_at_rest():
            return self._give_up()
        self._shadow = None
        return self._raw_text_ends(buffer, end.end())

    def _is_at_rest(self) -> bool:
        """Whether a piece of HTML ended between tags, with nothing left open that swallows tags."""
        return self._state is Scanner._data and not (self.done or self._carry or self._depth or self._open)

    def _balances(self, name: bytes) -> bool:
        """Whether a tag of a shadow's opens an element, or closes the one that is open."""
        assert self._open is not None
        if not self._closing:
            if name not in VOID:
                self._open.append(name)
        elif name not in self._open[-1:]:
            return False
        else:
            self._open.pop()
        return True

    def _raw_text_ends(self, buffer: bytes, at: int) -> int:
        self._closing = True
        self._wants_attributes = False
        if buffer[at] == 0x3E:
            return self._end_tag(at + 1)
        self._tag_end.begin()
        self._state = Scanner._attributes
        return at

    def _in_script(self, buffer: bytes, at: int) -> int:
        """Script data with its escaped and double escaped states (HTML §13.2.5.15 to §13.2.5.31)."""
        found = _SCRIPT[self._script].search(buffer, at)
        if found is None:
            return ~_cut(buffer, at, _SCRIPT_TAIL, _LESS if self._script == "plain" else _LESS_OR_DASH)
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
            return self._raw_text_ends(buffer, found.end())
        return found.end()


def _cut(buffer: bytes, at: int, reach: int, starts: re.Pattern[bytes]) -> int:
    """Where in the last ``reach`` bytes a delimiter may have begun that the piece cut off; the end, if nowhere."""
    size = len(buffer)
    begun = starts.search(buffer, size - reach if size - reach > at else at)
    return begun.start() if begun is not None else size
