"""Compare our answers to random queries with the real browserslist's, and those to every feature with each verb and to
the statements of real projects, whose config files are read by both.

    python -m scripts.browserslist_fuzz [--count 2000] [--seed 1] [--modules DIR]

Prints the queries on which they differ, and exits with 1 where there are any. Needs Node with npm, as
``scripts.browserslist_golden`` does. Answers are compared without their order, which no policy depends on.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from browserbanner import ConfigurationError
from browserbanner.browsers import BrowserData
from browserbanner.policy import browserslist
from browserbanner.policy.browserslist import queries_of
from browserbanner.policy.browserslist.config import Refused
from browserbanner.policy.laws import rows, statements
from scripts.browserslist_golden import ask, installed, packages

#: A JSON list in a .browserslistrc: browserslist takes it for the name of a section, and has no queries.
READ_OTHERWISE = ("1000ch",)
ALIASES = (
    "Chrome ff fx FIREFOX ios iOS Explorer blackberry ExplorerMobile operamini OperaMobile ChromeAndroid UCAndroid"
)
CONDITIONS = (
    """
last {few} versions|last {few} major version|last {many} {name} versions|last {many} {name} major versions
unreleased {name} versions|unreleased versions|last {few} years|last {share} years
since {year}|since {year}-{month}|since {year}-{month}-{day}
{sign} {share}%|{sign}{share}%|{sign} {share}% in {region}|{sign}{share}% in {region}|cover {percent}%
cover {percent}% in {region}|baseline {year}|baseline {year} with downstream|baseline newly available
baseline widely available|baseline widely available with downstream including kaios|baseline {year} including kaios
baseline widely available on {year}-{month}-{day}|baseline widely available on {year}-{month}-{day} with downstream
{name} {sign} {version}|{name}{sign}{version}|{name} {version}-{version}|{name} {version} - {version}
supports {feature}|fully supports {feature}|partially supports {feature}|electron {sign} {electron}|electron {electron}
electron {electron}-{electron}|last {few} electron versions|last {few} electron major versions|node {sign} 18|node 20
unreleased electron versions|maintained node versions|last 2 node major versions|current node
{own}|{own}|{own}.0|{name} {version}|Firefox ESR|ff esr|{name} >= esr|op_mini all|phantomjs 1.9|safari TP|dead|defaults
""".strip()
    .replace("\n", "|")
    .split("|")
)
REFUSED = (
    "ie",
    "foo 5",
    "baseline",
    "last versions",
    "",
    "not",
    "1%",
    "not not ie 11",
    "ie >",
    "> 1% in zz",
    "cover 5",
)
OPERATORS = (", ", ",", " , ", " and ", " or ", "  AND ", ", not ", " and not ", " or not ")
BLANKS = ("  ", "\t", "\n", "\u00a0", "\ufeff", "\u3000 ", "\x1c", "\x85")


class Words(dict[str, str]):
    """What the placeholders stand for: another choice each time."""

    def __init__(self, data: BrowserData, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance
        self._regions = data.regions
        self._features = list(data.features)
        self._electron = list(data.electron)
        self._agents = data.agents()
        self._names = (*self._agents, *ALIASES.split())

    def __missing__(self, word: str) -> str:
        choose, number = self._chance.choice, self._chance.randint
        agent = self._agents[choose(list(self._agents))]
        version = choose(choose(agent.released + agent.unreleased).split("-"))
        region = choose(self._regions)
        return {
            "few": str(number(0, 9)),
            "many": str(number(0, 150)),
            "year": str(number(2008, 2028)),
            "month": f"{number(1, 12):02}",
            "day": f"{number(1, 31):02}",
            "share": choose((f"{self._chance.random():.3f}", f".{number(0, 99)}", str(number(0, 4)), "0.00175")),
            "percent": choose((f"{self._chance.random() * 100:.3f}", str(number(0, 101)))),
            "sign": choose((">", ">=", "<", "<=")),
            "region": choose((region, region.lower())),
            "name": choose(self._names),
            "own": f"{agent.name} {version}",
            "feature": choose(self._features),
            "electron": choose((*self._electron, str(number(0, 50)))),
            "version": choose((version, version, version, version + ".0", str(number(0, 200)), "..", "1.1.1")),
        }[word]


def random_query(words: Words, chance: random.Random) -> str | list[str]:
    """A query, or a list of some; most can be answered."""

    def text() -> str:
        joined = ""
        for index in range(chance.choice((1, 1, 2, 3, 4))):
            condition = chance.choice(CONDITIONS if chance.random() < 0.98 else REFUSED)
            joined += chance.choice(OPERATORS) * bool(index) + condition.format_map(words)
        if chance.random() < 0.3:
            joined = chance.choice((joined.upper(), joined.lower(), joined.title()))
        if chance.random() < 0.3:
            joined = "".join(chance.choice(BLANKS) if c == " " and chance.random() < 0.2 else c for c in joined)
        return joined

    if chance.random() < 0.8:
        return text()
    return [text() + chance.choice(("", "", " and", " or ", ",")) for _ in range(chance.randint(0, 4))]


def our_answer(query: str | list[str], data: BrowserData) -> list[str] | None:
    """ "agent version", sorted, without those that the data does not have yet; None where the query is refused."""
    known = {(name, v) for name, agent in data.agents().items() for v in (*agent.released, *agent.unreleased)}
    try:
        return sorted(" ".join(pair) for pair in browserslist.Query(query, data).selected if pair in known)
    except ConfigurationError:
        return None


def our_queries(row: dict[str, Any]) -> list[str] | None:
    """The queries in a statement's file; None where it has none."""
    try:
        return queries_of(row["file"], row["text"], row.get("env"))
    except Refused:
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=2000, help="how many queries (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same number makes the same queries (default: 1)")
    parser.add_argument("--modules", type=Path, metavar="DIR", help="take the node_modules in this folder")
    options = parser.parse_args(arguments)
    data, chance = BrowserData.load(), random.Random(options.seed)
    words = Words(data, chance)
    queries = [random_query(words, chance) for _ in range(options.count)]
    verbs = ("supports", "fully supports", "partially supports")
    queries += [f"{verb} {feature}" for feature in data.features for verb in verbs]
    queries += [statement for _, statement in statements()]
    files = [row for row in rows() if row["source"] not in READ_OTHERWISE]
    configs = [{"file": row["file"], "lines": row["text"].split("\n"), "env": row.get("env")} for row in files]
    with installed(packages(data), options.modules) as folder:
        asked = ask(folder, data.date, queries, configs)
    differing = refused = 0
    for row, answer in zip(files, asked["configs"], strict=True):
        theirs = answer.get("queries") or None
        if ([theirs] if isinstance(theirs, str) else theirs) != our_queries(row):
            differing += 1
            print(f"the file of {row['source']}\n  browserslist: {answer}\n  ours:         {our_queries(row)}")
    answers = asked["queries"]
    for query, answer in zip(queries, answers, strict=True):
        ours = our_answer(query, data)
        theirs = None
        if "error" in answer:
            refused += 1
            if answer["error"].startswith("Unknown version") and ours is not None:
                continue  # a version that is newer than the data's newest, by less than 31 majors: on purpose
        else:
            theirs = sorted(f"{agent} {version}" for agent, versions in answer.items() for version in versions.split())
        if ours != theirs:
            differing += 1
            print(f"{query!r}\n  browserslist: {theirs}\n  ours:         {ours}")
    print(
        f"{len(queries)} queries (seed {options.seed}), {refused} of them refused by browserslist; {differing} differ"
    )
    return bool(differing)


if __name__ == "__main__":
    raise SystemExit(main())
