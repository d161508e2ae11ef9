"""The demo: a small fictional newspaper in Ukrainian and English, with the middleware registered as any site would."""
