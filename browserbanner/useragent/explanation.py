"""How `identify`, `Fallback` and `overriding_evidence` came to their answers, in English sentences."""

from __future__ import annotations

from typing import Final

from browserbanner.request import Headers
from browserbanner.useragent.evidence import looks_like_a_person, overriding_evidence
from browserbanner.useragent.fallback import Fallback
from browserbanner.useragent.grammar import LONGEST, identify
from browserbanner.useragent.ignored import marker
from browserbanner.useragent.model import UserAgent
from browserbanner.useragent.webkit import naming_token
from browserbanner.versions import dotted


def explain(raw: bytes, headers: Headers | None = None) -> list[str]:
    """The steps from ``raw``, a user agent string, to the browser: a sentence each. ``headers``: the request's others.

    It asks the fallback without a budget, so it is no part of answering requests. Never raises.
    """
    if len(raw) > LONGEST:
        return [
            f"The string is {len(raw)} bytes long, and no browser's is longer than {LONGEST}: nobody knows who that is."
        ]
    if not raw:
        return ["The string is empty: nobody knows who that is."]
    user_agent = identify(raw)
    steps: list[str] = []
    if user_agent is None:
        steps.append("The strict grammar does not know every token of the string, so it is not mainstream.")
        user_agent = Fallback().identify(raw)
        assert user_agent is not None  # without a budget it always answers
        steps.append(_fallback(user_agent))
    elif user_agent.kind in ("bot", "unknown"):
        steps.append(_ignored(raw, user_agent))
    else:
        steps.append(f"The strict grammar knows every token of the string. {_rule(raw, user_agent)}")
    if user_agent.kind in ("browser", "webview"):
        steps.append(_engine(user_agent))
        steps.append(_system(user_agent))
        if headers is not None:
            steps.extend(_other_headers(user_agent, headers))
    return steps


_MADE_UP: Final = (
    "Its engine is unknown: no Chromium had this version and build together, or none came with this system, or "
    "Firefox' version is not its Gecko's, so the string is made up and ignored."
)
_BLINK_ON_IOS: Final = (
    "It says AppleWebKit/537.36, as Chromium does, which iOS has in some countries beside the system's WebKit: nothing "
    "tells the version of its engine, so it is ignored."
)
_ENGINES: Final = {
    "blink": "Chromium",
    "gecko": "Gecko, numbered as Firefox",
    "webkit": "WebKit, numbered as Safari",
    "trident": "Trident",
    "edgehtml": "EdgeHTML",
    "presto": "Presto",
}


def _name(user_agent: UserAgent) -> str:
    return f"{user_agent.family} {dotted(user_agent.version)}".rstrip()


def _fallback(user_agent: UserAgent) -> str:
    if user_agent.named_by is None:
        return "It is not a string that user-agents can read: nobody knows who that is."
    if user_agent.kind == "bot":
        return "user-agents calls it a bot."
    if user_agent.family is None:
        return "user-agents knows no browser of that name either."
    named = f"user-agents names it {_name(user_agent)}"
    if user_agent.kind == "unknown":
        return f"{named}, but its tokens contradict each other, tell no engine, or are a stranger's: it is ignored."
    return f"{named}. What only the fallback names is outdated only where other headers corroborate it."


def _ignored(raw: bytes, user_agent: UserAgent) -> str:
    if user_agent.family is not None:
        is_opera_mini = user_agent.family == "opera" and user_agent.engine == "blink"
        why = " in a webview, which is Opera Mini" if is_opera_mini else ", but its tokens contradict each other"
        return f"The strict grammar names it {_name(user_agent)}{why}: it is ignored."
    found = marker(raw)
    if found is None:
        return "It is a port of WebKit that is not Apple's: its versions are its own, so it is ignored."
    word = found[1].decode("latin-1").strip()
    if user_agent.kind == "bot":
        return f'"{word}" in the string is a machine\'s: it is a bot.'
    return f'"{word}" in the string: its visitor cannot update that, so it is ignored.'


def _rule(raw: bytes, user_agent: UserAgent) -> str:
    if user_agent.app is not None:
        return f"It is the webview inside of the app {user_agent.app}."
    if user_agent.kind == "webview":
        return "It is the system's webview, inside of some app."
    if user_agent.family == "android":
        return "Version/ without Chrome/ on Android up to 4.4 is Android Browser."
    if user_agent.engine == "trident":
        token = "Trident/" if user_agent.engine_version else "MSIE"
        return f'"{token}" names Internet Explorer {dotted(user_agent.version)}.'
    if user_agent.engine == "presto":
        return f'"Opera" names Opera {dotted(user_agent.version)}, on Presto.'
    _, webkit, products = raw.partition(b") AppleWebKit/")
    token = naming_token(webkit[2:] + products) if webkit else "Firefox/"
    return f'"{token}" names {_name(user_agent)}.'


def _engine(user_agent: UserAgent) -> str:
    version = dotted(user_agent.engine_version)
    if user_agent.engine is None:
        return _BLINK_ON_IOS if user_agent.os == "ios" else _MADE_UP
    if user_agent.os == "ios":
        told = f"here {version}" if version else "and nothing tells its version"
        return f"On iOS every browser's engine is the system's WebKit, {told}."
    return f"Its engine is {_ENGINES[user_agent.engine]}, {version or 'of no known version'}."


def _system(user_agent: UserAgent) -> str:
    version = dotted(user_agent.os_version)
    told = version or "(browsers freeze its version there)"
    return f"It runs on {user_agent.os} {told}, a {user_agent.form}."


def _other_headers(user_agent: UserAgent, headers: Headers) -> list[str]:
    steps = []
    if user_agent.named_by == "fallback":
        person = looks_like_a_person(headers)
        steps.append(
            "The request looks like a person's: it has Accept-Language, and an Accept that takes HTML."
            if person
            else "The request does not look like a person's: Accept-Language or an Accept that takes HTML is missing."
        )
    why = overriding_evidence(user_agent, headers)
    if why is not None:
        steps.append(f"{why}: the string says less than the truth, so it is overridden.")
    return steps
