"""What is read of each format: the same requests, however their server wrote them."""

from __future__ import annotations

import codecs
import gzip
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from browserbanner import ConfigurationError
from browserbanner.analysis import LogError
from browserbanner.analysis.run import _visitor
from tests.analysis.logs import ANY_BYTES, WRITERS, Hit, hits, is_page, write
from tests.analysis.reading import Visits, visits_of
from tests.laws import tried

NASTY = (
    b"", b"-", b'"', b"\\", b'\\"', b'"\\', b'a "quoted" one', b"back\\slash\\", b'\\\\"\\\\', b"\\x22", b"\\\\x22",
    b"tab\there", "Браузер 1.0".encode(), b"%s %d $1 {0} [02/Nov/2026:10:00:00 +0000]", b"' OR 1=1 --", b'{"a": "b"}',
    b'" 200 5 "-" "', b"Mozilla/5.0 (\x01\x02)", "\u0085\u2028".encode(), b"x" * 600,
)  # fmt: skip


def true_counts(made: list[Hit]) -> tuple[dict[bytes, int], dict[bytes, int], dict[tuple[bytes, str], int]]:
    """Page views and visitors by user agent, and page views by (user agent, day), counted the plain way."""
    pages = [hit for hit in made if is_page(hit)]
    visitors = Counter(agent for _, agent in {(hit.address, hit.agent) for hit in pages})
    days = Counter((hit.agent, hit.moment.date().isoformat()) for hit in pages)
    return dict(Counter(hit.agent for hit in pages)), dict(visitors), dict(days)


def counts(visits: Visits) -> tuple[dict[bytes, int], dict[bytes, int | None], dict[tuple[bytes, str | None], int]]:
    return (
        {agent: count.views for agent, count in visits.agents.items()},
        {agent: count.visitors for agent, count in visits.agents.items()},
        {key: count.views for key, count in visits.days.items()},
    )


@pytest.fixture(scope="module")
def made() -> list[Hit]:
    return list(hits(3000))


@pytest.mark.parametrize("form", WRITERS)
def test_the_counts_are_the_true_ones_in_every_format(form: str, made: list[Hit], tmp_path: Path) -> None:
    log = write(tmp_path / "access.log", made, form)
    read = visits_of([str(log)])
    assert list(read.formats) == [form]
    assert counts(read) == true_counts(made)
    assert read.other == sum(not is_page(hit) for hit in made)
    assert (read.malformed, read.samples, read.share) == (0, (), 1.0)
    assert read.size == log.stat().st_size


@pytest.mark.parametrize("form", WRITERS)
def test_every_request_counts_where_that_is_asked_for(form: str, made: list[Hit], tmp_path: Path) -> None:
    visits = visits_of([str(write(tmp_path / "access.log", made, form))], every_request=True)
    assert counts(visits)[0] == dict(Counter(hit.agent for hit in made))
    assert visits.other == 0


@pytest.mark.parametrize("form", WRITERS)
def test_nasty_user_agents_come_out_as_they_were_sent(form: str, tmp_path: Path) -> None:
    moment = datetime(2026, 11, 2, 10, tzinfo=UTC)
    agents = [agent for agent in NASTY if agent != b"-"]  # which is how a log writes none
    log = write(tmp_path / "access.log", [Hit("192.0.2.1", moment, agent) for agent in agents], form)
    visits = visits_of([str(log)], format=form)
    assert set(visits.agents) == set(agents)
    assert visits.malformed == 0


def test_what_python_alone_takes_for_an_end_of_line_is_none(tmp_path: Path) -> None:
    """U+0085: found by hypothesis, in a log whose first lines then were no JSON."""
    hit = Hit("192.0.2.1", datetime(2026, 11, 2, tzinfo=UTC), "a\u0085b\u2028c".encode())
    assert set(visits_of([str(write(tmp_path / "access.log", [hit], "caddy"))]).agents) == {hit.agent}


AGENTS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(str.encode),
        st.lists(st.sampled_from([b"\\", b'"', b"\\x", b"22", b" ", b"Mozilla/5.0", b"'", b"\x01"]), max_size=8).map(b"".join),
    ).filter(lambda agent: agent != b"-"),
    min_size=1,
    max_size=20,
)  # fmt: skip


@pytest.mark.parametrize("form", WRITERS)
@given(agents=AGENTS)
@tried(0.05)
def test_whatever_is_written_by_a_server_is_read_back(form: str, agents: list[bytes]) -> None:
    moment = datetime(2026, 11, 2, 10, tzinfo=UTC)
    with TemporaryDirectory() as folder:
        log = write(Path(folder) / "access.log", [Hit("2001:db8::1", moment, agent) for agent in agents], form)
        visits = visits_of([str(log)], format=form)
    assert counts(visits)[0] == dict(Counter(agents))
    assert visits.malformed == 0


@given(agents=st.lists(st.binary(max_size=30).filter(lambda agent: agent != b"-"), min_size=1, max_size=20))
@tried(0.05)
@pytest.mark.parametrize("form", ANY_BYTES)
def test_bytes_that_are_no_text_are_read_back_where_they_are_escaped(form: str, agents: list[bytes]) -> None:
    moment = datetime(2026, 11, 2, 10, tzinfo=UTC)
    with TemporaryDirectory() as folder:
        log = write(Path(folder) / "access.log", [Hit("192.0.2.1", moment, agent) for agent in agents], form)
        visits = visits_of([str(log)], format=form)
    assert counts(visits)[0] == dict(Counter(agents))


#: A file that begins so is refused whole: UTF-16, xz, bzip2, lz4, ZIP, gzip, zstd. A byte order mark of UTF-8 is no line.
OTHER_FILES = (
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xfd7zXZ",
    b"BZh",
    b"\x04\x22\x4d\x18",
    b"PK",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
)
JUNK = (
    st.binary(max_size=60)
    .filter(lambda line: not {b"\n"[0], b"\r"[0]} & {*line} and line != codecs.BOM_UTF8)
    .filter(lambda line: not line.startswith(OTHER_FILES))
)


@given(junk=st.lists(JUNK, max_size=20))
@tried(0.1)
def test_no_line_is_fatal_and_none_is_lost(junk: list[bytes]) -> None:
    good = list(hits(50))
    with TemporaryDirectory() as folder:
        visits = visits_of([str(write(Path(folder) / "access.log", good, extra=junk))], format="combined")
    assert counts(visits) == true_counts(good)
    assert visits.malformed == sum(line != b"" for line in junk)


# -- what is not as it should be ------------------------------------------------------------------------------------------


BAD_LINES = (
    b"junk",
    b'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "cut off',
    b'192.0.2.1 - - [yesterday] "GET / HTTP/1.1" 200 5 "-" "a"',
    b'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 20 5 "-" "a"',
    b'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "\xff\xfe"',
    b"\x00\x01\x02\x03\x04\x05",
    b"long" * 500_000,
)


def test_malformed_lines_are_counted_and_some_are_shown_cut(made: list[Hit], tmp_path: Path) -> None:
    visits = visits_of([str(write(tmp_path / "access.log", made, extra=[*BAD_LINES, b"", b""]))])
    assert counts(visits) == true_counts(made)
    assert visits.malformed == len(BAD_LINES)
    assert len(visits.samples) == 3
    assert all(len(sample) <= 200 for sample in visits.samples)


def test_lines_that_are_not_utf_8_are_counted_too_and_shown(tmp_path: Path) -> None:
    visits = visits_of(
        [str(write(tmp_path / "access.log", list(hits(10)), extra=[b"\xff" * 5] * 20))], format="combined"
    )
    assert visits.malformed == 20
    assert visits.samples


def test_requests_that_are_none_are_no_page_views_and_no_harm(tmp_path: Path) -> None:
    lines = [
        b'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "-" 408 0 "-" "-"',
        b'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "" 400 0 "-" "-"',
        b'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "\\x16\\x03\\x01\\x02" 400 150 "-" "-"',
        b'192.0.2.1 - - [02/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" - 0 "-" "-"',
    ]
    visits = visits_of([str(write(tmp_path / "access.log", [], extra=lines))], format="combined")
    assert (visits.agents, visits.other, visits.malformed) == ({}, 4, 0)


PAGES = ("/", "/a", "/a.html", "/index.php?x=1", "/v1.2/page", "/a.css/b", "/?f=a.js")
FILES_OF_PAGES = ("/a.css", "/a.JS?v=1", "/deep/er/a.min.js", "/favicon.ico", "/robots.txt", "/a.woff2")


@pytest.mark.parametrize("form", ["combined", "caddy", "alb"])
def test_files_that_belong_to_pages_are_no_page_views(form: str, tmp_path: Path) -> None:
    """The user agent is the target, so that it can be told from the others."""
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    made = [Hit("192.0.2.1", moment, target.encode(), target=target) for target in (*PAGES, *FILES_OF_PAGES)]
    visits = visits_of([str(write(tmp_path / "access.log", made, form))], format=form)
    assert counts(visits)[0] == {target.encode(): 1 for target in PAGES}
    assert visits.other == len(FILES_OF_PAGES)


@pytest.mark.parametrize("form", WRITERS)
def test_a_page_view_is_a_get_that_was_answered(form: str, tmp_path: Path) -> None:
    answers = [("GET", 200), ("GET", 304), ("GET", 302), ("GET", 404), ("POST", 200), ("HEAD", 200)]
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    made = [
        Hit("192.0.2.1", moment, f"{method} {status}".encode(), method, status=status) for method, status in answers
    ]
    visits = visits_of([str(write(tmp_path / "access.log", made, form))], format=form)
    assert counts(visits)[0] == {b"GET 200": 1, b"GET 304": 1}
    assert visits.other == 4


def test_the_first_forwarded_address_is_the_visitor_s(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 2, tzinfo=UTC)
    made = [Hit(address, moment, b"a") for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1", "-")]
    visits = visits_of([str(write(tmp_path / "access.log", made, "forwarded"))], format="forwarded")
    assert visits.agents[b"a"] == (4, 3)  # the last is the proxy's own


# -- several files, packed ones -------------------------------------------------------------------------------------------


def zstd(source: Path, target: Path) -> Path:
    """Pack a log with zstd, by DuckDB."""
    lines = (
        f"read_csv('{source}', columns = {{'l': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '', header = false)"
    )
    duckdb.sql(
        f"COPY (FROM {lines}) TO '{target}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIM '\x01', COMPRESSION zstd)"
    )
    return target


def test_packed_files_are_known_by_their_content_not_by_their_name(made: list[Hit], tmp_path: Path) -> None:
    plain = write(tmp_path / "plain", made)
    packed = tmp_path / "access.log-20261101"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    two = tmp_path / "access.log.1"  # as `cat a.gz b.gz` makes it
    half = plain.read_bytes().index(b"\n", plain.stat().st_size // 2) + 1
    two.write_bytes(gzip.compress(plain.read_bytes()[:half]) + gzip.compress(plain.read_bytes()[half:]))
    for log in (packed, two, zstd(plain, tmp_path / "access.log.2")):
        assert log.read_bytes()[:2] != plain.read_bytes()[:2]
        assert counts(visits_of([str(log)])) == true_counts(made), log


def test_several_files_are_one_log_and_each_may_have_its_own_format(made: list[Hit], tmp_path: Path) -> None:
    write(tmp_path / "a.log", made[:1000])
    write(tmp_path / "b.log.gz", made[1000:2000])
    write(tmp_path / "c.json", made[2000:], "caddy")
    read = visits_of([str(tmp_path / "*.log*"), str(tmp_path / "a.log"), str(tmp_path / "c.json")])
    assert list(read.formats) == ["combined", "caddy"]
    views, _, days = counts(read)
    assert (views, days) == (true_counts(made)[0], true_counts(made)[2])


def test_folders_below_are_searched_where_that_is_asked_for(made: list[Hit], tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    write(tmp_path / "a" / "b" / "x.log", made)
    assert counts(visits_of([str(tmp_path / "**" / "*.log")])) == true_counts(made)


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(made: list[Hit], tmp_path: Path) -> None:
    for name in ("a[1].log", "b*.log", "it's {c}?.log"):
        write(tmp_path / name, made[:100])
    for other in ("a1.log", "bb.log"):
        write(tmp_path / other, made[100:])
    for name in ("a[1].log", "b*.log", "it's {c}?.log"):
        assert counts(visits_of([str(tmp_path / name)])) == true_counts(made[:100]), name


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.log", None, "gone.log: No such file or directory"),
        ("*.nothing", None, "*.nothing: matches no file"),
        ("empty.log", b"", "empty.log: is empty"),
        ("blank.log", b"\n\n\n", "blank.log: its format is not recognised"),
        ("poem.txt", b"Roses are red\nviolets are blue\n", "its format is not recognised; name it with --format (forwarded, combined,"),
        ("data.json", b'{"a": 1}\n{"a": 2}\n', "its format is not recognised"),
        ("cut.log.gz", gzip.compress(b"x" * 100_000, mtime=0)[:60], "cut.log.gz"),
        ("bad.log.gz", b"\x1f\x8b\x08\x00nonsense", "bad.log.gz"),
        ("bad.log.zst", b"\x28\xb5\x2f\xfdnonsense", "bad.log.zst"),
        ("folder", b"", "folder: Is a directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_name(name: str, content: bytes | None, said: str, tmp_path: Path) -> None:
    if name == "folder":
        (tmp_path / name).mkdir()
    elif content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(LogError) as error:
        visits_of([str(tmp_path / name)])
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_gzip_that_ends_too_early_is_an_error_not_a_smaller_log(made: list[Hit], tmp_path: Path) -> None:
    log = write(tmp_path / "access.log.gz", made)
    log.write_bytes(log.read_bytes()[:-1000])
    with pytest.raises(LogError, match=r"access\.log\.gz"):
        visits_of([str(log)])


def test_a_format_that_is_none_is_refused_with_those_there_are(tmp_path: Path) -> None:
    log = write(tmp_path / "access.log", list(hits(5)))
    with pytest.raises(ConfigurationError, match="format='iis': must be one of: 'forwarded', 'combined'"):
        visits_of([str(log)], format="iis")
    with pytest.raises(LogError, match="no JSON objects with a user agent"):
        visits_of([str(log)], format="json")
    with pytest.raises(ConfigurationError, match="read alone"):
        visits_of([str(log), "-"])


# -- many visitors --------------------------------------------------------------------------------------------------------


def test_of_more_visitors_than_there_is_room_for_a_sample_stands_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list(hits(40_000, visitors=20_000, days=3))
    log = write(tmp_path / "access.log", made)
    monkeypatch.setattr("browserbanner.analysis.run._ROWS", 12_000)
    visits = visits_of([str(log)])
    assert visits.share == 0.25
    views, visitors, days = true_counts(made)
    assert counts(visits)[0] == views
    assert counts(visits)[2] == days
    whole = sum(visitors.values())
    # A quarter of some 13,000: the standard error is 1.5 %, and six of them are the bound.
    assert abs(sum(count.visitors or 0 for count in visits.agents.values()) / whole - 1) < 0.09


def test_nobody_s_address_is_kept(tmp_path: Path) -> None:
    """The same log makes other hashes in each run, and what comes out has no addresses."""
    visits = visits_of([str(write(tmp_path / "access.log", list(hits(500))))])
    assert all(isinstance(key, bytes) for key in visits.agents)
    assert not any(address in repr(visits) for address in {hit.address for hit in hits(500)})


def test_two_hashes_do_not_cancel_the_salt() -> None:
    """DuckDB only XORs the last argument of its hash: with the salt there, whoever saw two hashes knew whether they are
    those of two addresses, whatever the salt, and every run of a large log drew one of the same few samples."""

    def apart() -> int:
        visitor = _visitor(1)
        ((first, second),) = duckdb.execute(
            f"SELECT max({visitor}), min({visitor}) FROM (VALUES ('192.0.2.1', 'a'), ('192.0.2.2', 'b')) t(address, agent)"
        ).fetchall()
        return int(first) ^ int(second)

    assert len({apart() for _ in range(5)}) == 5
