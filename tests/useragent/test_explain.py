"""`explain` says the steps in words, and says what `identify` and `Fallback` say."""

from __future__ import annotations

import random
import re

import pytest

from browserbanner.request import Headers
from browserbanner.useragent import Fallback, UserAgent, explain, identify
from browserbanner.versions import dotted

_IRON = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Iron/37.0.2000.0 Chrome/37.0.2000.0 Safari/537.36"
_CHROME_60 = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36"


@pytest.mark.parametrize(
    ("string", "steps"),
    [
        (_CHROME_60, ['"Chrome/" names chrome 60.0.3112.113.', "Its engine is Chromium, 60.0.3112.113.", "It runs on windows 6.1, a desktop."]),
        (_CHROME_60 + b" OPR/47.0.2631.39", ['"OPR/" names opera 47.0.2631.39.', "Its engine is Chromium, 60.0.3112.113."]),
        (b"Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/7.0)", ['"Trident/" names Internet Explorer 11.0.', "Its engine is Trident, 7.0."]),
        (b"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", ['"MSIE" names Internet Explorer 6.0.', "Its engine is Trident, of no known version."]),
        (b"Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18", ["names Opera 12.18, on Presto.", "Its engine is Presto, 12.18."]),
        (b"Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0", ['"Firefox/" names firefox 115.0.', "Gecko, numbered as Firefox, 115.0.", "It runs on linux (browsers freeze its version there)"]),
        (b"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1", ['"Version/" names safari 17.4.', "On iOS every browser's engine is the system's WebKit, here 17.4."]),
        (b"Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBSV/18.7]", ["inside of the app Facebook", "nothing tells its version"]),
        (b"Mozilla/5.0 (Linux; Android 9; SM-G960F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36", ["the system's webview, inside of some app"]),
        (b"Mozilla/5.0 (Linux; U; Android 4.1.2; de-de; GT-I9100 Build/JZO54K) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30", ["is Android Browser", "It runs on android 4.1.2, a phone."]),
        (b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ['"bot" in the string is a machine\'s']),
        (b"Mozilla/5.0 (PlayStation 4 5.55) AppleWebKit/601.2 (KHTML, like Gecko)", ['"playstation" in the string: its visitor cannot update that']),
        (b"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Safari/605.1.15", ["a port of WebKit that is not Apple's"]),
        # Chromium itself on iOS, which no version of its engine is told of.
        (b"Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/537.36 (KHTML, like Gecko) CriOS/137.0.0.0 Mobile/15E148 Safari/537.36", ['"CriOS/" names chrome 137.0.0.0.', "which iOS has in some countries"]),
        (b"Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/537.36 (KHTML, like Gecko) EdgiOS/137.0.0.0 Mobile/15E148 Safari/537.36", ['"EdgiOS/" names edge 137.0.0.0.', "which iOS has in some countries"]),
        # Products whose names begin alike, and two of one family: the last one's version counts.
        (b"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0.0.0", ['"EdgA/" names edge 141.0.0.0.']),
        (b"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 EdgiOS/122.0 Mobile/15E148 Safari/604.1", ['"EdgiOS/" names edge 122.0.']),
        (b"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763", ['"Edge/" names edge 18.']),
        (b"Mozilla/5.0 (Linux; Android 9; M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.131 Mobile Safari/537.36 QQBrowser/11.8 MQQBrowser/12.9", ['"MQQBrowser/" names qq 12.9.']),
        (b"Mozilla/5.0 (Linux; Android 4.0.4; GT-I9300) AppleWebKit/535.19 (KHTML, like Gecko) CrMo/18.0.1025.166 Mobile Safari/535.19", ['"CrMo/" names chrome 18.0.1025.166.']),
        (b"Mozilla/5.0 (Macintosh; U; PPC Mac OS X; en) AppleWebKit/418.9 (KHTML, like Gecko) Safari/419.3", ['"Safari/" names safari.']),
        (b";" * 100, ["not a string that user-agents can read"]),
        (_IRON, ["does not know every token", "user-agents names it iron 37.0.2000", "only where other headers corroborate it"]),
        (_CHROME_60 + b" LibreThing/1.0", ["user-agents names it chrome 60.0.3112", "or are a stranger's: it is ignored"]),
        (b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Chrome/60.0.0.0 Safari/605.1.15 OPR/50.0", ["names it opera 50.0, but its tokens contradict each other"]),
        (b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/605.1.15", ["The strict grammar names it chrome 139.0.0.0, but its tokens contradict each other"]),
        (b"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/605.1.15 App/1", ["does not know every token", "contradict each other, tell no engine"]),
        (b"Mozilla/5.0 (Linux; U; Android 9; SM-T725 Build/PPR1; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/75.0.3770.143 Safari/537.36 OPR/43.2.2254.140293", ["names it opera 43.2.2254 in a webview, which is Opera Mini"]),
        (b"Mozilla/5.0 (X11; Datanyze; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/65.0.3325.181 Safari/537.36", ["does not know every token", "user-agents calls it a bot."]),
        (b"SomeProgram/1.0", ["does not know every token", "user-agents knows no browser of that name either"]),
        (b"x" * 600, ["600 bytes long"]),
        (b"", ["is empty"]),
    ],
)  # fmt: skip
def test_each_step_is_a_sentence(string: bytes, steps: list[str]) -> None:
    explained = explain(string)
    assert all(sentence.endswith(".") for sentence in explained)
    for step in steps:
        assert any(step in sentence for sentence in explained), explained


def test_what_overrides_the_string_is_said() -> None:
    explained = explain(_CHROME_60, Headers({"Sec-CH-UA": '"Chromium";v="156"'}))
    assert explained[-1] == "Sec-CH-UA says Chromium 156: the string says less than the truth, so it is overridden."


def test_whether_the_company_is_a_persons_is_said_of_what_only_the_fallback_names() -> None:
    person = Headers({"Accept": "text/html", "Accept-Language": "uk"})
    assert "The request looks like a person's" in explain(_IRON, person)[-1]
    assert "does not look like a person's" in explain(_IRON, Headers())[-1]
    assert len(explain(_CHROME_60, person)) == len(explain(_CHROME_60))


def test_it_says_of_every_string_what_identify_says(real: list[tuple[bytes, float]], crawlers: list[bytes]) -> None:
    """The family, the version and the engine, from the product that the string has them in; and whether it is ignored.
    The strings are the corpora's, and their halves put together by chance."""
    strings = [raw for raw, _ in real] + crawlers
    halves = [raw.split(b") ", 1) for raw in strings if b") " in raw]
    source = random.Random(4)
    strings += [source.choice(halves)[0] + b") " + source.choice(halves)[1] for _ in range(2000)]
    fallback = Fallback()
    for raw in strings:
        user_agent = identify(raw) or fallback.identify(raw)
        assert user_agent is not None
        text = " ".join(explain(raw))
        assert _agrees(user_agent, raw, text), (raw, user_agent, text)


def _agrees(user_agent: UserAgent, raw: bytes, text: str) -> bool:
    family, version, engine, engine_version, *_ = user_agent
    if user_agent.kind in ("bot", "unknown"):
        named = f"{family} {dotted(version)}".rstrip()
        return (family is None or f"names it {named}" in text) and "Its engine is" not in text
    if engine is None and "ignored" not in text:
        return False
    if engine is not None and ("is ignored" in text or dotted(engine_version) not in text):
        return False
    if user_agent.named_by == "fallback":
        return f"user-agents names it {family} {dotted(version)}".rstrip() in text
    if user_agent.kind == "webview" or family == "android":
        return (user_agent.app or "webview" if family == "webview" else "Android Browser") in text
    raw = re.sub(rb"\(Ecosia \w+@", b"Ecosia/", raw)  # a comment that is read as a product
    token, name, said = re.findall(r'"(\S+)" names (.+?) ?([\d.]*?)(?:, on Presto)?\.(?: |$)', text)[0]
    if engine in ("trident", "presto"):
        return token in raw.decode("latin-1") and said == dotted(version)
    return (name, said) == (family, dotted(version)) and f"{token}{said}" in raw.decode("latin-1")
