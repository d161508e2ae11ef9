"""Django wants its settings once in a process; tests change them with override_settings."""

from __future__ import annotations

import django
from django.conf import settings

MIDDLEWARE = ["browserbanner.integrations.django.BannerMiddleware", "django.middleware.common.CommonMiddleware"]

settings.configure(
    SECRET_KEY="of the tests",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="tests.integrations.django_project",
    INSTALLED_APPS=["browserbanner.integrations.django", "csp"],
    MIDDLEWARE=MIDDLEWARE,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "page.html": "{% load browserbanner %}<!doctype html><body><h1>Hello</h1>{% browser_banner %}<p>News",
                            "twice.html": "{% load browserbanner %}<body>{% browser_banner %}{% browser_banner %}",
                            "include.html": "<!doctype html><body><p>{% include 'part.html' %}",
                            "part.html": "{% load browserbanner %}{% browser_banner %}",
                        },
                    )
                ]
            },
        }
    ],
)
django.setup()
