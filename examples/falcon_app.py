"""Falcon with the banner: ``python examples/falcon_app.py``, then http://127.0.0.1:8000/?browserbanner=outdated

The same for WSGI: ``application``, for ``waitress-serve falcon_app:application`` and the like.
"""

import os

import falcon
import falcon.asgi

from browserbanner import BrowserBanner, asgi, wsgi

bb = BrowserBanner(policy="baseline widely available", debug=True)

PAGE = "<!DOCTYPE html><title>Falcon</title><body><h1>Hello from Falcon</h1>"


class Home:
    async def on_get(self, request: falcon.asgi.Request, response: falcon.asgi.Response) -> None:
        response.content_type, response.text = falcon.MEDIA_HTML, PAGE


class SyncHome:
    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        response.content_type, response.text = falcon.MEDIA_HTML, PAGE


site = falcon.asgi.App()
site.add_route("/", Home())
app = asgi.BannerMiddleware(site, banner=bb)

sync_site = falcon.App()
sync_site.add_route("/", SyncHome())
application = wsgi.BannerMiddleware(sync_site, banner=bb)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
