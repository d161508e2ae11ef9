"""Every option is a setting of Django's."""

from __future__ import annotations

import pytest
from django.test import override_settings

from browserbanner.integrations.django.checks import check_settings
from browserbanner.integrations.django.conf import PREFIX, given_options
from browserbanner.options import Options


@pytest.mark.parametrize("option", Options._fields)
def test_every_option_is_a_setting_of_django_s_with_the_same_default(option: str) -> None:
    default = Options._field_defaults[option]
    with override_settings(**{PREFIX + option.upper(): default}):
        assert given_options() == {option: default}
        assert check_settings() == []
