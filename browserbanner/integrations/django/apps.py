"""The app, whose checks look at the settings."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class BrowserBannerConfig(AppConfig):
    """What ``browserbanner.integrations.django`` in INSTALLED_APPS stands for."""

    name = "browserbanner.integrations.django"
    label = "browserbanner"
    verbose_name: str = "Browser banner"

    def ready(self) -> None:
        """Register the checks. Called by Django."""
        from browserbanner.integrations.django.checks import check_middleware, check_settings

        checks.register(check_settings, "browserbanner")
        checks.register(check_middleware, "browserbanner")
