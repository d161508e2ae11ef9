"""The questions that DuckDB and Spark are asked. Of a log's lines: who asked for a page, on which day, from where.
The answer is the table ``seen``, which is then asked about the log as a whole, and for its page views by day.

One text for both: it is Spark's SQL, and ``duck`` teaches DuckDB the few words that it lacks. Backslashes are written
``chr(92)``: Spark reads them in literals, DuckDB does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from browserbanner.analysis.fields import ADDRESSES, Field
from browserbanner.analysis.formats import FIELDS, LogFormat, literal
from browserbanner.analysis.report import Log

#: Answers a question with its rows.
Ask: TypeAlias = Callable[[str], Sequence[Sequence[Any]]]

#: What a line is: nothing that the format fits, another request, a page view, a W3C log's list of its fields.
MALFORMED, OTHER, PAGE, FIELD_LIST = 0, 1, 2, 3

#: A longer user agent is nobody's: the judge takes 512 bytes, and a log may write each of them with four.
_LONGEST = 2052
_LONGEST_SAMPLE = 200
#: Lines that could not be read, as examples.
SAMPLES = 3

#: Files that belong to a page, and what is no page either: feeds, sitemaps, answers for scripts, downloads.
ASSETS = (
    "css", "js", "mjs", "map", "json", "wasm", "webmanifest", "xml", "rss", "atom", "txt",
    "png", "apng", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "cur", "bmp", "tif", "tiff",
    "woff", "woff2", "ttf", "otf", "eot",
    "mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac", "mp4", "m4v", "webm", "ogv", "mov", "avi", "m3u8", "ts",
    "vtt", "pdf", "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "dmg", "exe", "msi", "apk", "iso", "deb",
    "rpm", "csv", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "epub",
)  # fmt: skip

# A request whose path ends so. (One expression is twice as fast here as cutting the path at its dots.)
_FILE = rf"^[^ ]+ [^ ?]*\.(?i:{'|'.join(ASSETS)})(?:[ ?]|$)"


def requests(form: LogFormat, source: str, *, every_request: bool = False) -> str:
    """A SELECT that makes ``kind, agent, day, address, blank`` of ``source``'s column ``line``, without blank lines.

    ``day`` is as the log writes it ("10/Oct/2000", "2000-10-10") or a number of days since 1970. ``agent``, ``day`` and
    ``address`` are empty for all but page views; but ``agent`` is the line's beginning where the format does not fit
    it. ``blank``: a bit for each of the format's fields that is empty or "-" in this line, in their order.
    """
    fields = {**_UNTOLD, **form.fields}
    columns = "".join(f", coalesce({text}, '') AS {_column(name)}" for name, text in fields.items())
    day = _DAY if "time" in fields else "''"
    request = "request" if "request" in fields else "concat(method, ' ', uri)"
    address = _WITHOUT_PORT if "peer" in fields and "address" not in form.fields else "address"
    page = "TRUE" if every_request else _PAGE.format(request=request)
    blank = " + ".join(
        f"CASE WHEN {_column(name)} IN ('', '-') THEN {1 << at} ELSE 0 END" for at, name in enumerate(form.fields)
    )
    kind, shown = "", ""
    wanted = "line <> ''"
    if form.directives:
        wanted += f" AND (line NOT LIKE '#%' OR line LIKE '{FIELDS}%')"
        kind, shown = f" WHEN line LIKE '{FIELDS}%' THEN {FIELD_LIST}", f", {FIELD_LIST}"
    return (
        # Whether the line is text as it was read: what is replaced in it makes text of it.
        f"WITH texts AS (SELECT {form.line} AS line, is_valid_utf8(line) AS is_text FROM {source}),"
        f" lines AS (SELECT line, is_text, {form.taken} AS taken FROM texts WHERE {wanted}),"
        f" fields AS (SELECT line, is_text AND {form.fits} AS fits{columns} FROM lines),"
        f" dated AS (SELECT *, {day} AS day FROM fields),"
        f" kinds AS (SELECT *, CASE{kind} WHEN NOT coalesce({_FITS}, FALSE) THEN {MALFORMED}"
        f" WHEN {page} THEN {PAGE} ELSE {OTHER} END AS kind FROM dated)"
        f" SELECT kind, CASE WHEN kind = {PAGE} THEN left(agent, {_LONGEST})"
        f" WHEN kind IN ({MALFORMED}{shown}) THEN left(line, {_LONGEST_SAMPLE}) ELSE '' END AS agent,"
        f" CASE WHEN kind = {PAGE} THEN day ELSE '' END AS day,"
        f" CASE WHEN kind = {PAGE} THEN {_ADDRESS.format(address=address)} ELSE '' END AS address,"
        f" {blank} AS blank FROM kinds"
    )


def counted(
    form: LogFormat,
    source: str,
    *,
    visitor: str,
    joined: str = "",
    number: int = 0,
    every_request: bool = False,
) -> str:
    """A SELECT of the table ``seen``: ``format, kind, agent, day, visitor, views, blank``.

    ``visitor``: an expression, over ``address`` and ``agent``, of what tells visitors apart, NULL for one who is not
    counted; ``joined``: a table of one row that it needs besides; ``number``: the format's; the rest is as for
    :func:`requests`.
    """
    question = requests(form, source, every_request=every_request)
    return (
        f"SELECT {number} AS format, kind, agent, day, CASE WHEN address <> '' THEN {visitor} END AS visitor,"
        f" count(*) AS views, bit_and(blank) AS blank FROM ({question})"
        f"{f' CROSS JOIN {joined}' if joined else ''} GROUP BY ALL"
    )


def by_day(seen: str = "seen") -> str:
    """A SELECT of the page views in the table ``seen``: ``format, agent, day, views, visitors, new``. A visitor is in
    ``visitors`` of each of its days, and in ``new`` of one: over all days, ``new`` adds up to the visitors."""
    nth = "row_number() OVER (PARTITION BY format, visitor, CASE WHEN visitor IS NULL THEN agent END ORDER BY NULL)"
    return (
        "SELECT format, agent, day, sum(views) AS views, count(visitor) AS visitors,"
        " count(CASE WHEN nth = 1 THEN visitor END) AS new"
        f" FROM (SELECT *, {nth} AS nth FROM {seen} WHERE kind = {PAGE}) GROUP BY format, agent, day"
    )


def facts_of(log: Log, formats: Sequence[LogFormat], ask: Ask, seen: str = "seen") -> Log:
    """A log with what the table ``seen`` says of it as a whole. ``log``: what is known without the table, and the lines
    that are not in it; ``ask``: answers a question about the table."""
    views: Counter[int] = Counter()
    bits: dict[int, int] = {}
    mixed = False
    for number, kind, lines, blank, lists in ask(
        "SELECT format, kind, sum(views), bit_and(blank), count(DISTINCT CASE WHEN kind = "
        f"{FIELD_LIST} THEN agent END) FROM {seen} GROUP BY format, kind"
    ):
        views[kind] += int(lines)
        mixed = mixed or lists > 1
        if kind in (OTHER, PAGE):
            bits[number] = bits.get(number, -1) & blank
    empty: dict[Field, None] = {}
    has_visitors = True
    for number, form in enumerate(formats):
        told = {field for at, field in enumerate(form.fields) if not bits.get(number, 0) >> at & 1} | {"forwarded"}
        empty.update(dict.fromkeys(field for field in form.fields if field not in told))
        has_visitors = has_visitors and any(field in form.fields and field in told for field in ADDRESSES)
    shown = ask(
        f"SELECT agent, sum(views) FROM {seen} WHERE kind = {MALFORMED} GROUP BY agent ORDER BY agent LIMIT {SAMPLES}"
    )
    return log._replace(
        other=views[OTHER],
        malformed=views[MALFORMED] + log.malformed,
        samples=(*(line for line, times in shown for _ in range(min(int(times), SAMPLES))), *log.samples)[:SAMPLES],
        blank=tuple(empty),
        mixed=mixed,
        share=log.share if has_visitors else None,
    )


def _column(name: Field) -> str:
    return "moment" if name == "time" else name  # some words are SQL's


# What is taken for a field that a format does not have.
_UNTOLD: dict[Field, str] = {"method": "'GET'", "uri": "'/'", "status": "'200'", "address": "''", "forwarded": "''"}

# Whether a line can be what the format says.
_FITS = "fits AND day IS NOT NULL AND (length(status) = 3 OR status IN ('-', '-1', '0'))"

# Whether a request is for a page: it is answered, and its path does not end like a file's that belongs to one.
_PAGE = (
    "{request} LIKE 'GET %' AND (status BETWEEN '200' AND '299' OR status = '304')"
    f" AND NOT regexp_like({{request}}, {literal(_FILE)})"
)

# The visitor's address: the first that proxies forwarded, else the connection's, without its port.
_FIRST = "trim(split_part(forwarded, ',', 1))"
_ADDRESS = f"coalesce(nullif(CASE WHEN {_FIRST} IN ('', '-') THEN {{address}} ELSE {_FIRST} END, '-'), '')"
_WITHOUT_PORT = "left(peer, length(peer) - length(split_part(peer, ':', -1)) - 1)"

# Seconds since 1970, or thousandths, millionths, billionths of them.
_SECONDS = (
    "try_cast(moment AS DOUBLE) / CASE WHEN length(split_part(moment, '.', 1)) > 17 THEN 1000000000"
    " WHEN length(split_part(moment, '.', 1)) > 14 THEN 1000000"
    " WHEN length(split_part(moment, '.', 1)) > 11 THEN 1000 ELSE 1 END"
)
_DAY = (
    "CASE WHEN moment LIKE '__/___/%' THEN left(moment, 11) WHEN moment LIKE '____-__-%' THEN left(moment, 10)"
    f" ELSE CAST(try_cast(floor({_SECONDS} / 86400) AS BIGINT) AS STRING) END"
)
