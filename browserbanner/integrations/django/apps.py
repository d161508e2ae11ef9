"""The app, whose checks look at the settings and at MIDDLEWARE."""

from __future__ import annotations

from django.apps import AppConfig


class BrowserBannerConfig(AppConfig):
    """What ``browserbanner.integrations.django`` in INSTALLED_APPS stands for. The checks register themselves."""

    name = "browserbanner.integrations.django"
    label = "browserbanner"
    verbose_name: str = "Browser banner"
