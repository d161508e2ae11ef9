"""Tables in the terminal show what stands in their cells, whoever wrote it."""

from __future__ import annotations

import pytest

from browserbanner.cli._tables import print_table


@pytest.mark.parametrize("plain", [True, False])
def test_a_cell_is_shown_as_it_stands_and_commands_nothing(plain: bool, capsys: pytest.CaptureFixture[str]) -> None:
    print_table("A [bold]title[/]", ("name", "%"), [("[red]x[/red] \x1b[2J", "1"), ("[/]", "2")], plain=plain)
    said = capsys.readouterr().out
    assert "A [bold]title[/]" in said
    assert "[red]x[/red] \\x1b[2J" in said
    assert "[/]" in said
    assert "\x1b" not in said
