"""Arguments that several commands take, and BrowserBanner's options as flags."""

from __future__ import annotations

import argparse
import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from browserbanner.browsers import BrowserData
from browserbanner.engine import BrowserBanner
from browserbanner.errors import ConfigurationError
from browserbanner.options import DEFAULTS
from browserbanner.policy import PolicyLike

POLICY = (
    'a browserslist query, the path of a .browserslistrc or package.json, or a mapping in JSON, {"chrome": 109} '
    '(default: "baseline widely available")'
)
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


def add_command(
    commands: Any, name: str, about: str, run: Callable[[argparse.Namespace], int], *, extra: str = "", **more: Any
) -> argparse.ArgumentParser:
    """Add a command. ``about``: what it does, for the list of commands, and for its own help where ``more`` has no
    ``description``; ``extra``: of the package, which brings what it imports."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, **{"help": about, "description": f"{about[0].upper()}{about[1:]}.", **more}
    )
    parser.set_defaults(run=run, extra=extra)
    return parser


def add_group(commands: Any, name: str, about: str, description: str, below: str = "COMMAND") -> Any:
    """Add a command that has commands of its own, and return what these are added to. ``below``: what each one is."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=description)
    return parser.add_subparsers(title="commands", metavar=below, required=True)


def add_judging(parser: argparse._ActionsContainer) -> None:
    """Add what a site may decide beside its policy, named as its options are."""
    parser.add_argument(
        "--grace", type=whole_number, metavar="DAYS", help="releases so young are supported (default: 180)"
    )
    parser.add_argument(
        "--no-esr",
        dest="esr",
        action="store_const",
        const=False,
        help="a Firefox ESR below the policy is outdated, though it is still patched",
    )
    parser.add_argument("--data", metavar="PATH", help="a browser data pack other than the packaged one")


def add_policy(parser: argparse.ArgumentParser) -> None:
    """Add the policy, and what a site may decide beside it."""
    parser.add_argument("--policy", metavar="QUERY", help=POLICY)
    add_judging(parser)


def add_site(parser: argparse.ArgumentParser) -> None:
    """Add the site's options: as flags, or as a Python file."""
    parser.add_argument(
        "--config", metavar="PATH", help="a Python file that says banner = BrowserBanner(...), instead of the flags"
    )
    add_policy(parser)
    for name, metavar in _TEXTS.items():
        kind: Any = whole_number if name == "close_days" else _listed if name in _LISTS else str
        default = "none" if DEFAULTS[name] in (None, ()) else DEFAULTS[name]
        parser.add_argument(flag(name), type=kind, metavar=metavar, help=f"the option {name} (default: {default})")
    for name in _SWITCHES:
        parser.add_argument(flag(name), action="store_const", const=True, help=f"turns the option {name} on")


def flag(option: str) -> str:
    """An option's name as the command line has it: "--close-days"."""
    return "--" + option.replace("_", "-")


def given_options(asked: argparse.Namespace) -> dict[str, Any]:
    """BrowserBanner's options that the command line gives. Raises ConfigurationError."""
    options = {name: value for name in DEFAULTS if (value := getattr(asked, name, None)) is not None}
    return {**options, "policy": policy_of(options["policy"])} if "policy" in options else options


def banner_of(asked: argparse.Namespace) -> BrowserBanner:
    """The BrowserBanner of the flags, or of the file that is named instead. Raises ConfigurationError."""
    options = given_options(asked)
    if asked.config is None:
        return BrowserBanner(**options)
    if options:
        names = ", ".join(map(flag, options))
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


def policy_of(text: str) -> PolicyLike:
    """A policy as a site would write it in Python: what looks like a JSON object or array is one."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    try:
        policy: PolicyLike = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(
            f'policy={text!r}: is no JSON such as {{"chrome": 109, "ie": false}}: {error}', option="policy", value=text
        ) from None
    return policy


def whole_number(text: str) -> int | str:
    """The whole number in a text. Any other text is returned as it is: the check of the option refuses it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def region_of(text: str, data: BrowserData) -> str:
    """A region's name as the data has it, however it is written. Raises ConfigurationError."""
    for region in data.regions:
        if region.lower() == text.lower():
            return region
    raise ConfigurationError.choice("--region", text, data.regions)
