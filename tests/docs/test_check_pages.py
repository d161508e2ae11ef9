"""What `make docs` says of pages that are not whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.check_pages import main, problems

GOOD = '<h1 id="a%20b">A</h1><a href="#a%2520b">here</a><a href="https://example.org/">there</a><img src="data:,">'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "style.css").write_text("/* url(https://example.org/old) */ a { background: url('dot.png') }")
    (tmp_path / "dot.png").write_bytes(b"")
    (tmp_path / "index.html").write_text(GOOD + '<link rel="stylesheet" href="style.css?v=1">')
    (tmp_path / "sub" / "page.html").write_text('<a href="../index.html#a%2520b">up</a><a href="">here</a>')
    return tmp_path


def test_nothing_is_wrong_with_whole_pages(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(site)]) == 0
    assert capsys.readouterr().out == f"{site}: 2 pages, whole, and no other host is asked\n"


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ('<a href="gone.html">', "bad.html links to gone.html, which is not there"),
        ('<a href="index.html#gone">', "bad.html links to index.html#gone, where no such anchor is"),
        ('<a href="#gone">', "bad.html links to #gone, where no such anchor is"),
        ('<img src="gone.png">', "bad.html fetches gone.png, which is not there"),
        (
            '<script src="https://example.org/a.js"></script>',
            "bad.html fetches https://example.org/a.js, of another host",
        ),
        ('<link rel="stylesheet" href="//example.org/a.css">', "bad.html fetches //example.org/a.css, of another host"),
    ],
)
def test_what_leads_nowhere_or_to_another_host_is_found(site: Path, html: str, problem: str) -> None:
    (site / "bad.html").write_text(html)
    assert list(problems(site)) == [problem]
    assert main([str(site)]) == 1


@pytest.mark.parametrize(
    "css", ["@import 'https://example.org/a.css';", "a { background: url(https://example.org/a) }"]
)
def test_styles_ask_no_other_host_either(site: Path, css: str) -> None:
    (site / "bad.css").write_text(css)
    (problem,) = problems(site)
    assert problem.startswith("bad.css fetches https://example.org/a")
    assert problem.endswith(", of another host")


def test_a_folder_without_pages_is_no_site(tmp_path: Path) -> None:
    assert list(problems(tmp_path)) == [f"{tmp_path}: no pages there"]
