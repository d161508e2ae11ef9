"""``browserbanner serve``: the middleware's own addresses as a server, for sites that are no Python app."""

from __future__ import annotations

import argparse
import runpy
import sys
from pathlib import Path
from typing import Any

from browserbanner.cli._arguments import add_address, add_command, add_policy, site_of, whole_number
from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.options import DEFAULTS
from browserbanner.serving import HEALTH, StandAlone

# The site's options that a text can say, without those that judge: what each is, in a word.
_TEXTS = {
    "locale": "LANGUAGE", "locales": "LANGUAGES", "default_locale": "LANGUAGE", "country": "UA",
    "country_header": "NAME", "layout": "bar|cards", "theme": "auto|light|dark", "position": "top|bottom",
    "place": "top|marker", "browsers": "FAMILIES", "only": "PATHS", "exempt": "PATHS", "site_name": "NAME",
    "prefix": "/PATH", "campaign": "NAME", "close_days": "N", "cookie_name": "NAME", "cookie_path": "/PATH",
    "cookie_domain": "DOMAIN", "locale_dirs": "DIR", "templates": "DIR",
}  # fmt: skip
_LISTS = frozenset({"locales", "browsers", "only", "exempt", "locale_dirs"})
_SWITCHES = ("stylesheet", "desktop_site", "debug")


def add_parser(commands: Any) -> None:
    description = (
        "Serves what is below /_browserbanner/ (banner.js, fragment, close ...) to a site that another server serves, "
        "and /health to whoever watches. Lists are written with commas."
    )
    about = "serve the banner to a site that is no Python app"
    parser = add_command(commands, "serve", about, run, extra="serve", description=description)
    add_address(parser, 8020)
    add_site(parser)


def add_site(parser: argparse.ArgumentParser) -> None:
    """Add the site's options: as flags, or as a Python file."""
    parser.add_argument(
        "--config", metavar="PATH", help="a Python file that says banner = BrowserBanner(...), instead of the flags"
    )
    add_policy(parser)
    for name, metavar in _TEXTS.items():
        parser.add_argument(_flag(name), metavar=metavar, help=f"the option {name} (default: {_shown(name)})")
    for name in _SWITCHES:
        parser.add_argument(_flag(name), action="store_const", const=True, help=f"turns the option {name} on")


def banner_of(asked: argparse.Namespace) -> BrowserBanner:
    """The BrowserBanner that the command line asks for. Raises ConfigurationError."""
    options = site_of(asked)
    for name in (*_TEXTS, *_SWITCHES):
        value = getattr(asked, name)
        if value is None:
            continue
        if name in _LISTS:
            value = [part.strip() for part in value.split(",")]
        options[name] = whole_number("--close-days", value, 1) if name == "close_days" else value
    if asked.config is None:
        return BrowserBanner(**options)
    if options:
        names = ", ".join(_flag(name) for name in options)
        raise ConfigurationError(f"--config and {names} were given: write all options into {asked.config}")
    sys.path.insert(0, str(Path(asked.config).parent))  # for what lies beside it, as where Python itself runs a file
    try:
        banner = runpy.run_path(asked.config).get("banner")
    except (ConfigurationError, OSError):
        raise
    except Exception as error:  # it is a program, which may fail in any way
        raise ConfigurationError(f"--config: {asked.config}: {type(error).__name__}: {error}") from error
    if not isinstance(banner, BrowserBanner):
        raise ConfigurationError(f"--config: {asked.config} must say banner = BrowserBanner(...), not {banner!r}")
    return banner


def run(asked: argparse.Namespace) -> int:
    from browserbanner.cli import _serving

    banner = banner_of(asked)
    banner.warm_up()
    listener = _serving.listen(asked.host, asked.port)
    announcement = f"{listener.address}{banner.options.prefix}/ is served, {HEALTH} says whether it lives."
    return _serving.serve(StandAlone(banner), [listener], announcement)


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _shown(name: str) -> str:
    value = DEFAULTS[name]
    return "none" if value in (None, ()) else str(value)
