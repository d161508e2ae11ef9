"""Every option is a setting of Django's."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from browserbanner.browsers.data import PACKAGED
from browserbanner.integrations.django.checks import check_settings
from browserbanner.integrations.django.conf import PREFIX, given_options
from browserbanner.options import Options


@pytest.mark.parametrize("option", Options._fields)
def test_every_option_is_a_setting_of_django_s_with_the_same_default(option: str) -> None:
    default = Options._field_defaults[option]
    with override_settings(**{PREFIX + option.upper(): default}):
        assert given_options() == {option: default}
        assert check_settings() == []


@pytest.mark.parametrize(("days", "said"), [(1, []), (80, []), (100, ["(100 days old)."]), (400, ["(400 days old)."])])
def test_the_check_says_how_old_the_data_is_after_three_months(days: int, said: list[str], tmp_path: Path) -> None:
    meta, rest = Path(PACKAGED).read_text("ascii").split("\n", 1)
    day = (date.today() - timedelta(days=days)).isoformat()
    path = tmp_path / "pack.jsonl"
    path.write_text(json.dumps({**json.loads(meta), "date": day}) + "\n" + rest, "ascii")
    with override_settings(BROWSERBANNER_DATA=str(path)):
        found = check_settings()
    assert [message.msg.partition(day)[2].strip() for message in found] == said
    assert {message.id for message in found} <= {"browserbanner.W002"}
