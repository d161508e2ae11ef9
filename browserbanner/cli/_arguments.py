"""Arguments that several commands take: how the site judges, whole numbers, regions."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import Any

from browserbanner.browsers import BrowserData
from browserbanner.errors import ConfigurationError
from browserbanner.policy import PolicyLike

POLICY = (
    'a browserslist query, the path of a .browserslistrc or package.json, or a mapping in JSON, {"chrome": 109} '
    '(default: "baseline widely available")'
)


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


def add_judging(parser: argparse._ActionsContainer) -> None:
    """Add what a site may decide beside its policy, named as its options are."""
    parser.add_argument("--grace", metavar="DAYS", help="releases so young are supported (default: 180)")
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


def add_address(parser: argparse.ArgumentParser, port: int) -> None:
    """Add where a command serves its site. ``port``: unless another one is asked for."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=port_number, default=port, help=f"0: any free one (default: {port})")


def port_number(text: str) -> int:
    """A port, from the command line."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


def judging_of(asked: argparse.Namespace) -> dict[str, Any]:
    """BrowserBanner's options, those that were given. Raises ConfigurationError."""
    options = {name: value for name in ("grace", "esr", "data") if (value := getattr(asked, name)) is not None}
    if "grace" in options:
        options["grace"] = whole_number("--grace", options["grace"], 0)
    return options


def site_of(asked: argparse.Namespace) -> dict[str, Any]:
    """The same with the one policy that was given, if one was. Raises ConfigurationError."""
    options = judging_of(asked)
    if asked.policy is not None:
        options["policy"] = policy_of(asked.policy)
    return options


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


def whole_number(option: str, text: str, least: int) -> int:
    """A number in digits, of nine at most. Raises ConfigurationError."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise ConfigurationError.expected(option, text, f"a whole number, {least} or more")
    return int(text)


def region_of(text: str, data: BrowserData) -> str:
    """A region's name as the data has it, however it is written. Raises ConfigurationError."""
    for region in data.regions:
        if region.lower() == text.lower():
            return region
    raise ConfigurationError.choice("--region", text, data.regions)
