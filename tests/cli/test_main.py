"""What holds for every command: its exit status, and that nobody is shown a traceback. In processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from browserbanner import __version__
from browserbanner.browsers import BrowserData
from browserbanner.cli import main
from tests.analysis.logs import hits, write
from tests.preview_process import copied, edit, po_file
from tests.visitors import CHROME_60

COMMAND = (sys.executable, "-m", "browserbanner")


def run(*arguments: str, shell: str = "", given: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """Exit status and both outputs. ``shell``: redirections."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {shell}', "sh", *COMMAND, *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_said_with_what_a_report_of_a_fault_has_to_name(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([option])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"browserbanner {__version__} (browser data: {BrowserData.load().date}; Python 3.")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["chekc"], "did you mean 'check'?"),
        (["export", "ngnix"], "did you mean 'nginx'?"),
        (["serve", "--polciy", "last 2 years"], "did you mean '--policy'?"),
        (["check", "--jsno", "x"], "did you mean '--json'?"),
    ],
)
def test_a_misspelt_command_or_flag_is_refused_with_the_one_that_was_meant(
    arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert meant in capsys.readouterr().err


@pytest.mark.parametrize("command", ["refresh", "show", "verify"])
def test_the_help_of_every_data_command_says_what_it_does(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["data", command, "--help"])
    description = capsys.readouterr().out.split("\n\n")[1]
    assert description.endswith(".")


def test_a_letter_that_the_terminal_lacks_ended_a_batch_midway() -> None:
    """PYTHONIOENCODING=ascii and a Ukrainian word: UnicodeEncodeError, and the user agents after it were not judged."""
    given = f"Браузер\n{CHROME_60}\n".encode()
    status, out, err = run("check", "-", given=given, PYTHONIOENCODING="ascii")
    assert (status, err) == (0, "")
    assert r"user agent:  \u0411\u0440\u0430\u0443\u0437\u0435\u0440" in out
    assert "status:      outdated" in out


def test_findings_in_ukrainian_were_too_much_for_an_ascii_terminal(tmp_path: Path) -> None:
    folder = copied(tmp_path, "uk")
    edit(po_file(folder, "uk"), 'msgstr "Ваш браузер застарів"', 'msgstr "Ваш браузер застарів')
    status, out, err = run("locales", "check", "--locales", str(folder), PYTHONIOENCODING="ascii")
    assert (status, err) == (1, "")
    assert "browserbanner.po:" in out


@pytest.mark.parametrize(
    ("arguments", "unbuffered"),
    [
        (["policy"], ""), (["check", "x"], ""), (["check", "x"], "1"), (["analyze", "--json", "LOG"], ""), (["data", "show"], ""),
        (["locales", "stats", "en"], "1"),
    ],
)  # fmt: skip
def test_a_full_disk_is_said_in_a_line(arguments: list[str], unbuffered: str, tmp_path: Path) -> None:
    log = write(tmp_path / "access.log", list(hits(200)))
    asked = [str(log) if argument == "LOG" else argument for argument in arguments]
    status, _, err = run(*asked, shell="> /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert (status, err) == (1, "browserbanner: standard output: No space left on device\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_hears_no_complaint(unbuffered: str) -> None:
    given = f"{CHROME_60}\n".encode() * 2000
    assert run("check", "-", shell="| head -n 1", given=given, PYTHONUNBUFFERED=unbuffered) == (
        0,
        f"user agent:  {CHROME_60}\n",
        "",
    )


def test_an_output_that_is_closed_is_no_error(tmp_path: Path) -> None:
    log = write(tmp_path / "access.log", list(hits(200)))
    assert run("analyze", str(log), shell=">&-")[0] == 0
    assert run("check", "-H", "x", "x", shell="2>&-") == (2, "", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["locales", "new", "--locales", "FOLDER", "de"], "FOLDER/de/LC_MESSAGES/browserbanner.po: Not a directory"),
        (["locales", "new", "--locales", "/proc", "de"], "/proc/de: No such file or directory"),
        (["locales", "extract", "--locales", "/proc"], "/proc/browserbanner.pot: No such file or directory"),
    ],
)
def test_a_folder_that_cannot_be_written_was_answered_with_a_traceback(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "de").touch()
    status = main([argument.replace("FOLDER", str(tmp_path)) for argument in arguments])
    assert (status, capsys.readouterr().err) == (1, f"browserbanner: {said.replace('FOLDER', str(tmp_path))}\n")


def test_ctrl_c_ends_a_command_that_waits_for_its_input_without_a_traceback() -> None:
    process = subprocess.Popen(
        [*COMMAND, "check", "--json", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"x\n" * 20_000)  # more than its output's buffer: it is at work by then
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["status"] == "unknown"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"browserbanner: interrupted\n")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", "x"], 0),
        (["check", "-H", "x", "x"], 2),
        (["data", "verify", "--data", "/nowhere"], 2),
        (["data", "refresh", "--registry", "foo"], 2),
        (["data", "refresh", "--tarball", "/nowhere.tgz"], 2),
        (["analyze", "/nowhere.log"], 2),
        (["demo", "--host", "256.1.1.1"], 2),
        (["demo", "--host", "я" * 70], 2),
        (["demo", "--host", "192.0.2.1"], 2),
        (["locales", "check", "--locales", "/"], 2),
        (["locales", "check", "eo"], 1),
    ],
)
def test_the_exit_status_is_2_for_what_was_given_and_1_for_what_is_not_good(arguments: list[str], status: int) -> None:
    assert main(arguments) == status


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "8_0", "", "٣"])
def test_what_is_no_port_is_quoted_with_those_that_are(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("demo", "preview"):
        with pytest.raises(SystemExit) as ended:
            main([command, f"--port={port}"])
        assert ended.value.code == 2
        assert f"argument --port: {port!r} is no port: 0 to 65535\n" in capsys.readouterr().err
