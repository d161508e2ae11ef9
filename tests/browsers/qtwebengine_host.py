"""A window with QtWebEngine in it, driven over the DevTools protocol by ``chromium.QtWebEngine``.

Run by Debian's own Python, with one version of PyQt5 on PYTHONPATH: ``qtwebengine_host.py ACCEPT_LANGUAGE USER_AGENT``.
"""

# mypy: ignore-errors
from __future__ import annotations

import os
import sys

os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu --remote-allow-origins=*")
os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")

from PyQt5.QtCore import QTimer, QUrl
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineProfile, QWebEngineView
from PyQt5.QtWidgets import QApplication

language, user_agent = sys.argv[1:]
application = QApplication([sys.argv[0], "--no-sandbox", "--disable-gpu"])
profile = QWebEngineProfile(application)  # off the record
if language:
    profile.setHttpAcceptLanguage(language)
if user_agent:
    profile.setHttpUserAgent(user_agent)
view = QWebEngineView()
view.setPage(QWebEnginePage(profile, view))
view.resize(1280, 800)
view.show()
view.load(QUrl("about:blank"))
wanted = os.environ["QT_HOST_SHOT"]


def take_picture() -> None:
    """A file asks for one."""
    if os.path.exists(wanted):
        view.grab().save(f"{wanted}.part.png")
        os.rename(f"{wanted}.part.png", f"{wanted}.png")
        os.remove(wanted)


timer = QTimer()
timer.timeout.connect(take_picture)
timer.start(30)
print(f"DevTools listening on ws://{os.environ['QTWEBENGINE_REMOTE_DEBUGGING']}/", file=sys.stderr, flush=True)
application.exec_()
