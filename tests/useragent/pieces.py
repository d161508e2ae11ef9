"""What user agents are made of, for those who make up hostile ones."""

from __future__ import annotations

PIECES = [
    b"Mozilla/5.0 (", b"Mozilla/4.0 (compatible; MSIE 8.0; ", b"Windows NT 6.1", b"; ", b";", b"(", b")", b") ", b" ", b"Linux; Android 9",
    b"iPhone; CPU iPhone OS 18_7 like Mac OS X", b"Macintosh; Intel Mac OS X 10_15_7", b"X11; Linux x86_64", b"; wv", b"; rv:109.0",
    b") AppleWebKit/537.36 (KHTML, like Gecko) ", b") AppleWebKit/605.1.15 (KHTML, like Gecko) ", b") Gecko/20100101 ", b"Chrome/60.0.3112.113",
    b"Version/4.0 ", b" Mobile", b" Safari/537.36", b" Edg/1.2", b"Firefox/60.0", b"Opera/9.80 (", b" Presto/2.12.388 Version/12.18", b"Trident/7.0",
    b"rv:11.0) like Gecko", b".NET CLR 2.0", b" [FBAN/FBIOS;", b" Instagram 1.0", b"bot", b"\x00", b"\xff", b"9" * 20, b"1.", b"a/1 ", b"en-US",
]  # fmt: skip
