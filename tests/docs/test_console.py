"""Every command of the documents is run, with what it needs around it. One that serves is started and asked; one that
installs, or takes long, is known to be there."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from packaging.requirements import Requirement

from browserbanner.browsers import BrowserData
from browserbanner.cli import main
from tests.analysis.logs import hits, write
from tests.browser_data.loopback import Registry, serving, version_of
from tests.browser_data.npm_packages import packages, tarball
from tests.command_process import CommandProcess
from tests.demo_process import DemoProcess
from tests.docs.markdown import ROOT, Block, block_that, different_blocks
from tests.preview_process import PreviewProcess

TITLE = "Ваш браузер застарів".encode()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class Command(NamedTuple):
    """``output``: what the document says that it prints, a line each; nothing: it does not say."""

    line: str
    output: list[str]

    @property
    def words(self) -> list[str]:
        return shlex.split(self.line, comments=True)


class Surroundings(NamedTuple):
    """What commands are run in: a folder with the reader's files and logs, a registry, the demo."""

    folder: Path
    registry: Registry
    demo: DemoProcess


def commands(block: Block) -> list[Command]:
    found: list[Command] = []
    for line in block.code.splitlines():
        if line.startswith("$ "):
            found.append(Command(line.removeprefix("$ "), []))
        else:
            found[-1].output.append(line)
    return found


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoProcess]:
    with DemoProcess() as running:
        yield running


@pytest.fixture(scope="module")
def npm() -> dict[str, tuple[str, bytes]]:
    """npm's packages, as a refresh knows them: the version and the archive of each."""
    return {name: (version_of(members), tarball(members)) for name, members in packages(BrowserData.load()).items()}


@pytest.fixture(scope="module")
def registry(npm: dict[str, tuple[str, bytes]]) -> Iterator[Registry]:
    with serving() as running:
        for name, (version, archive) in npm.items():
            running.offer(name, archive, version=version)
        yield running


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Access logs as a server leaves them: today's, packed older ones, and one in a format of the site's own."""
    folder = tmp_path_factory.mktemp("logs")
    made = list(hits(2000))
    (folder / "logs" / "2026").mkdir(parents=True)
    write(folder / "access.log", made)
    write(folder / "access.log.2.gz", made)
    write(folder / "logs" / "2026" / "11.gz", made)
    own = [
        f'{hit.address} [{hit.moment:{moment}}] "{hit.method} {hit.target} HTTP/1.1" {hit.status} "{hit.agent.decode()}"'
        for hit in made
        for moment in ("%Y-%m-%dT%H:%M:%S+00:00", "%d/%b/%Y:%H:%M:%S +0000")
    ]
    (folder / "site.log").write_text("\n".join(own), "utf-8")
    (folder / "tail-of-u_ex.log").write_text("2026-11-02 10:00:00 GET / 192.0.2.1 curl/8.0 200\n", "utf-8")
    return folder


@pytest.fixture
def surroundings(tmp_path: Path, logs: Path, registry: Registry, demo: DemoProcess) -> Surroundings:
    shutil.copytree(logs, tmp_path, dirs_exist_ok=True)
    (tmp_path / ".browserslistrc").write_text("last 2 years", "utf-8")
    return Surroundings(tmp_path, registry, demo)


@pytest.mark.parametrize("block", different_blocks("console"), ids=lambda block: block.place)
def test_a_block_s_commands_do_what_they_are_there_for(
    block: Block, surroundings: Surroundings, npm: dict[str, tuple[str, bytes]]
) -> None:
    assert commands(block)
    for command in commands(block):
        words = command.words
        if words[:2] == ["npm", "pack"]:
            for name in words[2:]:  # what npm names them is no matter
                (surroundings.folder / f"{name.rpartition('/')[2]}.tgz").write_bytes(npm[name][1])
        else:
            run = next((run for known, run in KNOWN if words[: len(known.split())] == known.split()), None)
            assert run is not None, f"no test knows the command {command.line}"
            run(command, surroundings)


def make(command: Command, around: Surroundings) -> None:
    """A target that there is. What it would do is seen for one only: those that serve, install and test take long."""
    said = dry_run(*command.words[1:])
    if command.words[1] == "demo":
        assert said.endswith("browserbanner demo --port 8000\n")
        assert command.line.endswith("127.0.0.1:8000")


def dry_run(*arguments: str) -> str:
    """What make would do. It is no part of the make that perhaps runs these tests."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    command = ["make", "-n", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def pip_install(command: Command, around: Surroundings) -> None:
    """Of this project, with extras that it has."""
    for word in command.words[2:]:
        wanted = Requirement(word)
        assert wanted.name == PROJECT["name"]
        assert wanted.extras <= PROJECT["optional-dependencies"].keys()


def curl(command: Command, around: Surroundings) -> None:
    """An old browser's request to the demo, by curl's options, whether curl is here or not."""
    words, headers, address = command.words[1:], {}, ""
    while words:
        word = words.pop(0)
        if word == "-A":
            headers["User-Agent"] = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word != "-s":
            assert word.startswith("http://127.0.0.1:8000/"), f"no test knows curl's {word}"
            address = word.replace("http://127.0.0.1:8000", around.demo.address)
    request = urllib.request.Request(address, headers={"Accept": "*/*", **headers})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        assert TITLE in answer.read()


def preview(command: Command, around: Surroundings) -> None:
    with PreviewProcess(*command.words[2:]) as running:
        assert running.get("/")[0] == 200


def serve(command: Command, around: Surroundings) -> None:
    with CommandProcess("serve", "--port", "0", *command.words[2:]) as running:
        assert "/_browserbanner/ is served" in running.said


def browserbanner(command: Command, around: Surroundings) -> None:
    """Run in the block's own folder; its output as the document has it. By a shell only where the line needs one, for
    ``*.tgz`` and ``|``: it starts Python once more."""
    line = command.line.replace("/var/log/nginx/", "")
    line, _, key = line.partition("| jq .")  # jq itself may not be here
    words = shlex.split(line, comments=True)
    said = shell(line, around) if {"|", ">"} & {*words} or re.search(r"\*(?!.*')", line) else run_here(words, around)
    if key:
        assert key.split()[0] in json.loads(said)
    if command.output:
        assert comparable(said) == comparable("\n".join(command.output))


def run_here(words: list[str], around: Surroundings) -> str:
    """What the command prints."""
    assert words[0] == "browserbanner"
    output = io.TextIOWrapper(io.BytesIO(), "utf-8")
    environment = {"NPM_CONFIG_REGISTRY": around.registry.base}
    with chdir(around.folder), redirect_stdout(output), patch.dict(os.environ, environment):
        assert main(words[1:]) == 0, words
    output.seek(0)
    return output.read()


def shell(line: str, around: Surroundings) -> str:
    """What the commands print."""
    programs = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    done = subprocess.run(
        line,
        shell=True,
        cwd=around.folder,
        env={**os.environ, "PATH": programs, "NPM_CONFIG_REGISTRY": around.registry.base, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_answer_that_the_dry_run_begins_with_is_in_the_words_of_the_documents(surroundings: Surroundings) -> None:
    shown = block_that("text", "Of ").code
    said = "".join(
        run_here(["browserbanner", "analyze", "access.log"], surroundings).splitlines(True)[: shown.count("\n")]
    )
    # What is most frequent comes first, so the clauses are compared, and not their order.
    assert sorted(re.split("[;,.] ?", " ".join(comparable(said)))) == sorted(
        re.split("[;,.] ?", " ".join(comparable(shown)))
    )


def comparable(output: str) -> list[str]:
    """Lines without their figures, dates and spacing, which change with the browser data."""
    lines = (re.sub(r"[\d.,:-]*\d", "0", " ".join(line.split())) for line in output.splitlines())
    return [line for line in lines if line]


#: By a command's first words.
KNOWN: list[tuple[str, Callable[[Command, Surroundings], None]]] = [
    ("make", make),
    ("pip install", pip_install),
    ("curl", curl),
    ("browserbanner preview", preview),
    ("browserbanner serve", serve),
    ("browserbanner", browserbanner),
    ("zcat", browserbanner),
]
