"""``browserbanner check``: the verdict on user agents, for people and for programs."""

from __future__ import annotations

import io
import json

import pytest

from browserbanner.cli import main

CHROME_109_ON_7 = (
    "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36"
)
FIELDS = "user_agent family version engine engine_version os os_version form kind app status outdated reason advice recommended"


def test_the_verdict_is_said_with_each_step_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", CHROME_109_ON_7]) == 0
    said = capsys.readouterr().out
    for part in ("outdated", "switch", "Mozilla Firefox", "is below 125", "step:"):
        assert part in said


def test_json_has_the_contract_s_fields_a_line_for_each_user_agent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = f"{CHROME_109_ON_7}\r\n\n\xff\xfe garbage\n".encode("latin-1")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert main(["check", "--json", "-"]) == 0
    verdicts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [" ".join(verdict) for verdict in verdicts] == [FIELDS] * 3
    assert [verdict["status"] for verdict in verdicts] == ["outdated", "unknown", "unknown"]
    assert verdicts[0]["recommended"] == ["firefox"]
    assert verdicts[0]["user_agent"] == CHROME_109_ON_7


def test_another_policy_judges_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "--policy", "chrome >= 109", CHROME_109_ON_7]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "current"


def test_other_headers_can_acquit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "-H", 'Sec-CH-UA: "Chromium";v="156"', CHROME_109_ON_7]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "unknown"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--policy", "chrme 1"], "chrme"), (["-H", "no colon"], "Name: value"), (["--data", "/nowhere"], "/nowhere")],
)
def test_what_cannot_be_meant_is_said_and_exits_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments, "x"]) == 2
    assert said in capsys.readouterr().err
