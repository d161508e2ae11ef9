"""``browserbanner check``: the verdict on user agents, for people and for programs."""

from __future__ import annotations

import io
import json

import pytest

from browserbanner.browsers import BrowserData
from browserbanner.cli import main
from tests.visitors import CHROME_109_ON_WINDOWS_7, FIREFOX_115_ON_WINDOWS_7

FIELDS = "user_agent family version engine engine_version os os_version form kind app status outdated reason advice recommended"


def test_the_verdict_is_said_with_each_step_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", CHROME_109_ON_WINDOWS_7]) == 0
    said = capsys.readouterr().out
    for part in (
        "outdated",
        "switch",
        "Mozilla Firefox",
        f"is below {BrowserData.load().baseline_widely_available()['chrome'][0]}",
        "step:",
    ):
        assert part in said


def test_json_has_the_contract_s_fields_a_line_for_each_user_agent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = f"{CHROME_109_ON_WINDOWS_7}\r\n\n\xff\xfe garbage\n".encode("latin-1")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["check", "--json", "-"]) == 0
    verdicts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [" ".join(verdict) for verdict in verdicts] == [FIELDS] * 3
    assert [verdict["status"] for verdict in verdicts] == ["outdated", "unknown", "unknown"]
    assert verdicts[0]["recommended"] == ["firefox"]
    assert verdicts[0]["user_agent"] == CHROME_109_ON_WINDOWS_7


def test_another_policy_judges_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "--policy", "chrome >= 109", CHROME_109_ON_WINDOWS_7]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "current"


def test_other_headers_can_override_the_string(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "-H", 'Sec-CH-UA: "Chromium";v="156"', CHROME_109_ON_WINDOWS_7]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "unknown"


@pytest.mark.parametrize(
    ("arguments", "user_agent", "status"),
    [
        (["--policy", "chrome >= 109"], CHROME_109_ON_WINDOWS_7, "current"),
        (["--policy", '{"chrome": 110, "firefox": "115"}'], CHROME_109_ON_WINDOWS_7, "outdated"),
        (["--policy", '{"chrome": 110, "firefox": "115"}'], FIREFOX_115_ON_WINDOWS_7, "current"),
        (["--policy", ' {"firefox": true}'], CHROME_109_ON_WINDOWS_7, "current"),
        (["--policy", '["chrome >= 109", "firefox >= 109"]'], CHROME_109_ON_WINDOWS_7, "current"),
        (["--grace", "9999"], CHROME_109_ON_WINDOWS_7, "current"),
        (["--grace", "0"], CHROME_109_ON_WINDOWS_7, "outdated"),
        ([], FIREFOX_115_ON_WINDOWS_7, "current"),
        (["--no-esr"], FIREFOX_115_ON_WINDOWS_7, "outdated"),
    ],
)
def test_it_judges_as_a_site_does_that_has_such_options(
    arguments: list[str], user_agent: str, status: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--json", *arguments, user_agent]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == status


def test_a_user_agent_cleared_the_terminal_and_forged_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """Escape sequences and line breaks of a string that somebody sent went to the terminal as they were."""
    assert main(["check", "a\x1b[2J\x07\nstatus:      outdated", f"{CHROME_109_ON_WINDOWS_7}\u202e\x9b1A"]) == 0
    said = capsys.readouterr().out
    assert all(letter.isprintable() or letter == "\n" for letter in said)
    assert "user agent:  a\\x1b[2J\\x07\\nstatus:      outdated\n" in said
    assert [line for line in said.splitlines() if line.startswith("status:")] == ["status:      unknown"] * 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--policy", "chrme 1"], "--policy='chrme 1': "),
        (["--policy", "/"], "--policy='/': is a folder: a path has to end in '.browserslistrc' or 'package.json'"),
        (["--policy", __file__], "is no query but a file: a path has to end in '.browserslistrc' or 'package.json'"),
        (["--policy=/nowhere/.browserslistrc"], "--policy='/nowhere/.browserslistrc': cannot be read"),
        (["--policy", '{"chrome": 109'], 'is no JSON such as {"chrome": 109, "ie": false}: '),
        (
            ["--policy", '{"chrme": 109}'],
            "--policy='chrme': no browser of that name (did you mean 'chrome'?); must be one of: chrome, ",
        ),
        (["--policy", "{}"], "--policy={}: the mapping is empty"),
        (["--grace", "x"], "--grace='x': must be a whole number of days, 0 or more"),
        (["--grace", "-1"], "--grace='-1': must be a whole number of days, 0 or more"),
        (["--grace", "9" * 5000], "must be a whole number of days, 0 or more"),
        (["-H", "no colon"], "--header='no colon': must be 'Name: value'"),
        (["--data", "/nowhere"], "--data='/nowhere': no browser data there"),
        (["--data", ""], "--data='': no browser data there (No such file or directory)\n"),
    ],
)
def test_an_invalid_argument_is_named_and_exits_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments, "x"]) == 2
    assert said in capsys.readouterr().err


def test_what_is_special_about_a_device_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko"])
    assert "hint:        ie-mode\n" in capsys.readouterr().out
    main(["check", "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"])
    assert "hint" not in capsys.readouterr().out
