"""``browserbanner preview``: every banner in every language on a page, which follows the catalogs as they are saved."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from operator import attrgetter
from typing import Any

from browserbanner.banner.tools import packaged_folder
from browserbanner.cli._arguments import add_command, port_number
from browserbanner.cli._catalog_files import catalogs_folder
from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError


def add_parser(commands: Any) -> None:
    about = "show every banner in every language, to this machine only; catalogs are followed as they are saved"
    parser = add_command(commands, "preview", about, run, extra="demo")
    parser.add_argument(
        "site", nargs="?", metavar="MODULE:NAME", help="your BrowserBanner, such as mysite.banner:bb: with its options"
    )
    parser.add_argument("--locales", metavar="DIR", help="the folder with the catalogs (default: the package's)")
    parser.add_argument("--port", type=port_number, default=8010, help="0: any free one (default: 8010)")


def run(asked: argparse.Namespace) -> int:
    from browserbanner.cli import _serving
    from browserbanner.cli.preview_site.site import make_site

    folder = packaged_folder() if asked.locales is None else catalogs_folder(asked.locales)
    bb = None if asked.site is None else banner_named(asked.site)
    listener = _serving.listen("127.0.0.1", asked.port)
    announcement = f"The banners, with the catalogs in {folder}:\n\n  {listener.address}"
    return _serving.serve(make_site(folder, bb), [listener], announcement)


def banner_named(name: str) -> BrowserBanner:
    """The object of a name such as "mysite.banner:bb", found from the current folder, too.

    Raises ConfigurationError.
    """
    module, _, attribute = name.partition(":")
    if not attribute:
        raise ConfigurationError.expected("site", name, 'a module and the name in it, such as "mysite.banner:bb"')
    sys.path.insert(0, os.getcwd())
    try:
        found = attrgetter(attribute)(import_module(module))
    except Exception as error:  # a site's module may raise anything
        why = f"{type(error).__name__}: {error}"
        raise ConfigurationError(f"{name!r}: cannot be imported: {why}", option="site", value=name) from error
    finally:
        sys.path.pop(0)
    if not isinstance(found, BrowserBanner):
        raise ConfigurationError.expected("site", name, "a module and a BrowserBanner in it: mysite.banner:bb")
    return found
