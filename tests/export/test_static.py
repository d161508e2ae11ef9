"""``browserbanner export static``: a small loader, and each banner that it may load beside it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from browserbanner import BrowserBanner
from browserbanner.cli import main
from browserbanner.export import LOADER, static_files
from browserbanner.export.static import _loader
from browserbanner.presenter import Presenter
from browserbanner.useragent import TRIDENT_TOKENS

POLICIES: list[Any] = ["baseline widely available", "last 1 version", "defaults", {"chrome": 109, "ie": False}]


def made(**options: Any) -> dict[str, bytes]:
    return dict(static_files(BrowserBanner(**{"locales": ["uk", "en"], **options})))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return made()


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_the_loader_is_at_most_3_kilobytes(policy: Any) -> None:
    assert len(gzip.compress(made(policy=policy)[LOADER], 9)) <= 3072


def test_the_loader_finds_each_banner_beside_it_and_no_other(files: dict[str, bytes]) -> None:
    loader = files[LOADER].decode("ascii")
    rows = re.findall(r'\["([a-z-]+)",/[^\n]*?/,\[([\d, ]+)\]\]', loader)
    named = {
        f"{name}-{start}-{locale}.js"
        for name, starts in rows
        for start in starts.split(", ")
        for locale in ("uk", "en")
    }
    assert named == files.keys() - {LOADER}
    assert all(starts.split(", ")[0] == "0" for _, starts in rows), "a version below the first one gets the first one"


def test_no_file_names_another_host_but_where_browsers_are_got(files: dict[str, bytes]) -> None:
    assert b"//" not in files[LOADER]
    for content in files.values():
        assert re.findall(rb'(?:src|action)=\\"?[^#\\]', content) == []


def test_nobody_s_server_is_told_when_a_banner_is_closed(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name != LOADER:
            assert content.rstrip().endswith(b"put()})()")
            assert b'n=+new Date+2419200000;try{w.localStorage.setItem("browserbanner.1",n)}' in content


def test_what_is_shown_fits_the_system(files: dict[str, bytes]) -> None:
    assert b"ESR" in files["windows-601-en.js"], "Windows 7 gets Firefox ESR"
    assert b"Firefox" not in files["windows-0-en.js"], "Windows XP gets nothing any more"
    assert b"play.google.com" in files["android-1000-en.js"]
    assert b"iOS" in files["ios-0-en.js"] or b"iPhone" in files["ios-0-en.js"]


def test_options_are_heeded() -> None:
    files = made(locales=["pl"], default_locale="pl", campaign="autumn", close_days=1, place="marker", layout="cards")
    assert b'"browserbanner.autumn"' in files[LOADER]
    assert set(re.findall(r"-([a-z]+)\.js", " ".join(files))) == {"pl"}
    assert b"top=false" in files["linux-0-pl.js"]
    assert b"+new Date+86400000" in files["linux-0-pl.js"]


def test_a_fixed_language_is_the_only_one_and_no_banner_links_a_stylesheet_that_is_not_there() -> None:
    """`--locale` was passed over, and `--stylesheet` linked one below an address where no server is."""
    files = made(locale="uk", stylesheet=True)
    assert files == made(locales=["uk"], default_locale="uk")
    assert not any(b"<link" in content for content in files.values())


IE_WITH = "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; {}; .NET4.0C)"


def known_strings(files: dict[str, bytes]) -> re.Pattern[str]:
    """The expression of the loader's that finds strings of which every word is known."""
    found = re.search(r"if\(!/(\^Mozilla.*?)/\.test\(u\)\)return;", files[LOADER].decode("ascii"))
    assert found is not None
    return re.compile(found[1])


@pytest.mark.parametrize(
    "token",
    [
        *("McAfee", "RaidCall", "QQDownload 718", "Neostrada TP 6.1", "www.example.com", "digit_may2002", "v5m"),
        *("BingPreview/1.0b", "AppInsights", "TeomaBar 2.01", "Illinois State University", "Hewlett-Packard"),
    ],
)
def test_a_program_that_shows_pages_with_internet_explorers_engine_is_not_told(
    token: str, files: dict[str, bytes]
) -> None:
    """Incident: it took any word in Internet Explorer's string, and told 2,374 strings of a corpus of 144,730 that
    `judge` calls unknown, and 171 that it calls bots."""
    assert not BrowserBanner().judge(IE_WITH.format(token)).outdated
    assert not known_strings(files).search(IE_WITH.format(token))


def test_internet_explorer_is_told_with_each_token_that_it_is_known_with(files: dict[str, bytes]) -> None:
    tokens = [token.decode() for token in TRIDENT_TOKENS if b"(" not in token]  # those never were told
    for token in [
        *tokens,
        "MALC",
        "EIE10",
        "VER#YD#808367705",
        "{" + "0" * 8 + "-0000-0000-0000-" + "0" * 12 + "}",
        "",
    ]:
        string = IE_WITH.format(token.replace("#", "4.0"))
        assert BrowserBanner().judge(string).outdated, string
        assert known_strings(files).search(string), string


def test_all_languages_go_into_3_kilobytes_too() -> None:
    banner = BrowserBanner(policy="last 1 version")
    assert len(gzip.compress(_loader(banner, [], Presenter(banner.options, banner.data).renderer.languages), 9)) <= 2900


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("my banners & co", "my%20banners%20%26%20co"),
        ('a"b#c?d%41', "a%22b%23c%3Fd%2541"),
        ("банери", "%D0%B1%D0%B0%D0%BD%D0%B5%D1%80%D0%B8"),
    ],
)
def test_a_folder_with_any_name_is_included_by_an_address_that_works(
    name: str, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "static", str(tmp_path / name), "--locales", "en"]) == 0
    assert f'<script src="{address}/{LOADER}" async></script>' in capsys.readouterr().out


def test_the_command_writes_them_and_says_what_to_include(
    tmp_path: Path, files: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "banners"
    assert main(["export", "static", str(folder), "--locales", "uk,en"]) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert f'<script src="{folder.name}/{LOADER}" async></script>' in capsys.readouterr().out


@pytest.mark.parametrize(("given", "said"), [("uk,tlh", "'tlh'"), ("", "--locales")])
def test_a_language_that_there_is_none_is_refused(
    given: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "static", str(tmp_path / "x"), "--locales", given]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [], "no folder is left behind"
