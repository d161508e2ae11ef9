"""Tables in the terminal show what stands in their cells, whoever wrote it."""

from __future__ import annotations

import sys

import pytest

from browserbanner.cli._output import print_table


@pytest.mark.parametrize("terminal", [True, False])
def test_a_cell_is_shown_as_it_stands_and_commands_nothing(
    terminal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    monkeypatch.setenv("TERM", "dumb")  # no colours
    print_table("A [bold]title[/]", ("name", "%"), [("[red]x[/red] \x1b[2J", "1"), ("[/]", "2")])
    said = capsys.readouterr().out
    assert ("┃" in said) == terminal
    assert "A [bold]title[/]" in said
    assert "[red]x[/red] \\x1b[2J" in said
    assert "[/]" in said
    assert "\x1b" not in said
