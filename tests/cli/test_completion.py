"""``browserbanner completion``: what the Tab key makes of a line, in real shells on a terminal of their own."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from browserbanner.cli import main

#: How each starts without the user's own settings; what is typed there first, with the script at the path that
#: ``browserbanner completion --help`` names, or in bash sourced from there. The command itself only says what it got.
SHELLS = {
    "bash": (
        "bash --norc --noprofile -i",
        ".local/share/bash-completion/completions/browserbanner",
        "source ~/{path}; browserbanner() {{ printf '<%s>' \"$@\" '|'; }}; printf 'REA%s\\n' DY\r",
    ),
    "zsh": (
        "zsh -f -i",
        ".zfunc/_browserbanner",
        "fpath+=~/.zfunc; autoload -U compinit; compinit -u; browserbanner() {{ printf '<%s>' $@ '|' }}; printf 'REA%s\\n' DY\r",
    ),
    "fish": (
        "fish -i",
        ".config/fish/completions/browserbanner.fish",
        "function browserbanner; printf '<%s>' $argv '|'; end; printf 'REA%s\\n' DY\r",
    ),
}
# The session's first process takes the terminal that it opens for its own: fish wants one.
_ON_TERMINAL = 'exec $0 <>"$TERMINAL" >&0 2>&1'


class Shell:
    """An interactive shell that knows our completion, in a home of its own."""

    def __init__(self, name: str, script: str, home: Path) -> None:
        command, path, setup = SHELLS[name]
        (home / path).parent.mkdir(parents=True)
        (home / path).write_text(script)
        self._terminal, self._other = pty.openpty()
        environment = {"HOME": str(home), "TERM": "dumb", "LC_ALL": "C.UTF-8", "TERMINAL": os.ttyname(self._other)}
        self._process = subprocess.Popen(
            ["sh", "-c", _ON_TERMINAL, command],
            stdin=subprocess.DEVNULL,
            cwd=home,
            env={"PATH": os.environ["PATH"], **environment},
            start_new_session=True,
        )
        self._type(setup.format(path=path), until="READY")

    def completed(self, line: str) -> list[str]:
        """The arguments that the command got, where the Tab key was pressed behind the line and then Enter."""
        return re.findall(r"<([^>|]*?)/?>", self._type(f"browserbanner {line}\t\r", until="<|>"))

    def _type(self, keys: str, until: str) -> str:
        os.write(self._terminal, keys.encode())
        said, end = "", time.monotonic() + 20
        while until not in said:
            if not select.select([self._terminal], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f"no {until!r} in {said!r}")
            said += os.read(self._terminal, 65536).decode("utf-8", "replace")
        return said

    def close(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._terminal)
        os.close(self._other)


@pytest.mark.parametrize("name", SHELLS)
def test_the_tab_key_completes_commands_options_choices_and_files(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which(name) is None and os.environ.get("CI") != "true":
        pytest.skip(f"{name} is not installed")
    assert main(["completion", name]) == 0
    script = capsys.readouterr().out
    (tmp_path / "pack.jsonl").touch()
    (tmp_path / "catalogs").mkdir()
    shell = Shell(name, script, tmp_path)
    try:
        for line, arguments in (
            ("che", ["check"]),
            ("policy --gr", ["policy", "--grace"]),
            ("check --js", ["check", "--json"]),
            ("data ver", ["data", "verify"]),
            ("completion f", ["completion", "fish"]),
            ("policy --data pa", ["policy", "--data", "pack.jsonl"]),
            ("preview --locales ca", ["preview", "--locales", "catalogs"]),
        ):
            assert shell.completed(line) == arguments
    finally:
        shell.close()


def test_a_shell_that_is_not_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["completion", "cmd"])
    said = capsys.readouterr().err
    assert all(shell in said for shell in ("'cmd'", "bash", "zsh", "fish"))


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "shtab.py").write_text("raise ModuleNotFoundError('No module', name='shtab')\n")
    done = subprocess.run(
        [sys.executable, "-m", "browserbanner", "completion", "bash"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "browserbanner completion: needs shtab: pip install 'browserbanner[cli]'\n"
