"""A project with the settings of a document's block, asked as an old browser and as a current one.

    python -m tests.docs.django_site        a process for each project, since Django takes its settings once

Standard input has JSON: ``settings``, the block's code, and ``page``, the template of the home page. Standard output gets
JSON: ``checks``, what Django's own checks found, and what each visitor was sent, ``old`` and ``current``; ``languages``,
what an old browser that reads German was sent for the home page in each language of the site's.
"""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

import django
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path

from tests.docs.visitors import CURRENT_VISITOR, OLD_VISITOR

told: list[str] = []


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


urlpatterns: list[Any] = [path("", home)]


def main() -> None:
    asked = json.load(sys.stdin)
    # What a block's BROWSERBANNER_ON_SHOWN names.
    sys.modules["mysite"], sys.modules["mysite.metrics"] = ModuleType("mysite"), ModuleType("mysite.metrics")
    sys.modules["mysite.metrics"].banner_shown = lambda event: told.append(event.kind)  # type: ignore[attr-defined]
    written: dict[str, Any] = {}
    exec(asked["settings"], written)
    given = {name: value for name, value in written.items() if name.isupper()}
    settings.configure(
        **{
            "INSTALLED_APPS": ["browserbanner.integrations.django"],
            "MIDDLEWARE": [
                "django.middleware.locale.LocaleMiddleware",
                "browserbanner.integrations.django.BannerMiddleware",
            ],
            **given,
        },
        SECRET_KEY="of the tests",
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF=__name__,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"home.html": asked["page"]})]},
            }
        ],
    )
    django.setup()
    urlpatterns.extend(i18n_patterns(path("home", home)))
    checks = [str(each) for each in run_checks()]
    sent = {
        name: Client(headers=headers).get("/").content.decode()
        for name, headers in (("old", OLD_VISITOR), ("current", CURRENT_VISITOR))
    }
    told_of_home = list(told)
    languages = {
        language: Client(headers={**OLD_VISITOR, "Accept-Language": "de"}).get(f"/{language}/home").content.decode()
        for language in ("en", "uk")
    }
    hooked = "BROWSERBANNER_ON_SHOWN" in given
    json.dump(
        {"checks": checks, "names_a_hook": hooked, "told": told_of_home, "languages": languages, **sent}, sys.stdout
    )


if __name__ == "__main__":
    main()
