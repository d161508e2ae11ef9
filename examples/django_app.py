"""Django with the banner, in one file: ``python examples/django_app.py``, then open
http://127.0.0.1:8000/?browserbanner=outdated

It is a ``manage.py`` too: ``python examples/django_app.py check`` says what is wrong with the settings. For servers:
``waitress-serve django_app:application`` (WSGI), ``uvicorn django_app:asgi_application`` (ASGI).
"""

import os
import sys

import django
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="an example's",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["browserbanner.integrations.django"],
    # Inside of GZipMiddleware, and of whatever else compresses pages.
    MIDDLEWARE=[
        "django.middleware.gzip.GZipMiddleware",
        "browserbanner.integrations.django.BannerMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    BROWSERBANNER_POLICY="baseline widely available",
    BROWSERBANNER_DEBUG=True,
)
django.setup()


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!DOCTYPE html><title>Django</title><body><h1>Hello from Django</h1>")


urlpatterns = [path("", home)]

application = get_wsgi_application()
asgi_application = get_asgi_application()

if __name__ == "__main__":
    port = os.environ.get("PORT", "8000")
    execute_from_command_line([sys.argv[0], *(sys.argv[1:] or ["runserver", "--noreload", port])])
