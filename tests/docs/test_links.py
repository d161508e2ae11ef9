"""Links lead somewhere, and what the documents name is there."""

from __future__ import annotations

import importlib
import re
import runpy
import shlex
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from browserbanner.cli import make_parser
from browserbanner.options import Options
from tests.docs.markdown import DOCUMENTS, ROOT, Document, blocks

EVERY = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.name)

#: Where a path in the text may be meant from.
PLACES = ("", "browserbanner/", "browserbanner/browsers/data/", "browserbanner/banner/templates/", "locales/")
#: What looks like one and is the reader's own, made by what the text says, or something else.
NOT_OURS = {
    ".json", ".mo", ".po", ".venv/bin", "Chrome/60.", "browserbanner/bar.html", "browserslist-stats.json", "build/docs",
    "banner.py", "browserbanner.caddy", "browserbanner.conf", "browserbanner.map", "browserbanner.vcl", "crowdin.yml", "manage.py", "my-locales/uk/LC_MESSAGES/browserbanner.po", "package.json", "text/html",
}  # fmt: skip
#: Keyword arguments that are a framework's, a server's, a CDN's or HTML's, or the middleware's own.
NOT_OPTIONS = {"banner", "dca", "escape", "esi", "headers", "lang", "middleware", "plugins"}
#: The documents that name the options of version 0.1 that are gone, for those who have them.
OF_THE_PAST = ("CHANGELOG.md", "docs/upgrading.md")
#: Where the option ``expose`` puts the verdict, in a scope or environ: no module of this name.
KEYS = {"browserbanner.verdict"}

_FILE = re.compile(r"[\w.<>*/-]*\.(?:cfg|html|jsonl?|md|mo|pot?|py|toml|txt|yml)|[\w.<>*-]+/[\w.<>*/-]*")


@EVERY
def test_every_link_within_the_project_leads_somewhere(document: Document) -> None:
    for link in document.links:
        parts = urlsplit(link.target)
        if parts.scheme or parts.netloc:
            assert parts.scheme == "https" or parts.hostname == "127.0.0.1", link
            continue
        path = (document.path.parent / unquote(parts.path)).resolve() if parts.path else document.path
        assert path.is_relative_to(ROOT), link
        assert path.is_file(), link
        if parts.fragment:
            target = DOCUMENTS[path.relative_to(ROOT).as_posix()]
            assert unquote(parts.fragment) in {heading.anchor for heading in target.headings}, link


@EVERY
def test_every_picture_says_what_it_shows_and_is_light(document: Document) -> None:
    for link in document.links:
        if link.picture:
            assert len(link.text) > 80, link
            path = document.path.parent / link.target
            assert path.stat().st_size < 100_000
            with Image.open(path) as image:
                assert image.format == "PNG"
                if path.name.startswith("look-"):
                    assert image.width in (320, 720, 960)  # as wide as the window, as high as what there is to see
                else:
                    assert image.size == (1000, 560)


@EVERY
def test_every_file_that_the_text_names_exists(document: Document) -> None:
    for code in document.code:
        if _FILE.fullmatch(code) and code not in NOT_OURS:
            pattern = re.sub(r"<\w+>", "*", code.strip("/"))
            assert any(next(ROOT.glob(place + pattern), None) for place in PLACES), code


@EVERY
def test_every_command_that_the_text_names_exists(document: Document) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for code in document.code:
        command, _, rest = code.partition(" ")
        if command == "make" and rest:
            assert rest.split()[0] in targets, code
        elif command == "browserbanner" and rest and not set(rest) & set("[|"):  # those are the parser's own words
            assert_parses(rest)
        elif code.startswith("python -m "):
            assert importlib.util.find_spec(rest.split()[1]), code


#: What a command may want besides: the text names some without it.
GIVEN = ((), ("pl",), ("bash",), ("nginx",), ("stats",), ("verify",), ("stats.json", "access.log"))


def assert_parses(arguments: str) -> None:
    """The command line takes it."""
    words = shlex.split(arguments)
    assert any(_parses([*words, *more]) for more in GIVEN), f"browserbanner {arguments} is not understood"


def _parses(words: list[str]) -> bool:
    try:
        make_parser().parse_args(words)
    except SystemExit as end:
        return not end.code  # --help
    return True


@EVERY
def test_every_option_setting_and_module_that_the_text_names_exists(document: Document) -> None:
    for code in document.code:
        for setting in re.findall(r"\bBROWSERBANNER_([A-Z_]+[A-Z])\b", code):
            assert setting.lower() in Options._fields, code
        for keyword in re.findall(r"^(\w+)=(?!=)", code):
            assert keyword in Options._fields or keyword in NOT_OPTIONS or document.name in OF_THE_PAST, code
        for path in re.findall(r"(?<![\w/])browserbanner(?:\.(?!pot?\b|[EW]\d)\w+)+", code):
            assert path in KEYS or _exists(path), code


def _exists(path: str) -> bool:
    """Whether it is a module, or a name in one."""
    module, _, name = path.rpartition(".")
    try:
        importlib.import_module(path)
    except ModuleNotFoundError:
        return hasattr(importlib.import_module(module), name)
    return True


def test_every_example_is_in_the_documents() -> None:
    named = set(re.findall(r"examples/(\w+\.py)", DOCUMENTS["docs/apps.md"].text))
    assert named == {path.name for path in (ROOT / "examples").glob("*.py")}


def test_every_recipe_is_in_the_documents() -> None:
    named = set(re.findall(r"examples/deploy/([\w.-]+\w)", DOCUMENTS["docs/any-site.md"].text))
    assert named == {path.name for path in (ROOT / "examples" / "deploy").iterdir()}


def test_every_document_is_in_the_navigation_of_the_pages_and_leads_to_the_next() -> None:
    conf = runpy.run_path(str(ROOT / "docs" / "conf.py"))
    listed = [conf["root_doc"], *(page for pages in conf["CHAPTERS"].values() for page in pages)]
    assert len(listed) == len(set(listed))
    assert {name.removesuffix(".md") for name in DOCUMENTS} <= set(listed)


def test_no_block_is_in_a_language_that_no_test_knows() -> None:
    known = blocks("python", "console", "dockerfile", "html", "jinja", "django", "yaml", "text")
    assert [block.place for document in DOCUMENTS.values() for block in document.blocks if block not in known] == []
