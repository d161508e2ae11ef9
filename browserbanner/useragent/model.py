"""UserAgent: who asks, as far as it can be known."""

from typing import Literal, NamedTuple, TypeAlias

from browserbanner.versions import Version as Version

Form: TypeAlias = Literal["desktop", "phone", "tablet", "other"]
Kind: TypeAlias = Literal["browser", "webview", "bot", "unknown"]
#: What limits the browsers that a device can install, beside its system's version.
Limit: TypeAlias = Literal["32-bit", "arm64", "other-processor", "windows-rt", "fire", "huawei"]


class UserAgent(NamedTuple):
    """What a user agent string says of its browser. Immutable; "don't know" is None or ``()``, never a guess.

    ``family`` is a lower-case name: chrome, edge, firefox, safari, opera, samsung, ie, yandex, vivaldi ... or None.
    ``version`` is the family's own, as ints. ``engine`` is blink, gecko, webkit, trident, edgehtml or presto.
    ``engine_version`` is what a policy can trust: blink: Chromium's version; gecko: Firefox's; webkit: Safari's or
    iOS's (never 605); trident: its token. ``os`` is windows, macos, linux, chromeos, android, ios ...; ``os_version``
    is ``()`` where the browser freezes it; Windows counts as NT does: (6, 1) is Windows 7. ``app``: a webview's app.
    ``limit``: Linux on another processor than x86-64 (and Macs with PowerPC: other-processor), Windows RT, or a store
    that is not Google's: Amazon's Fire tablets, Huawei's phones.
    ``wv``: Android's token "wv" is there: an app shows the page. Makers' own browsers look like a webview without it.
    ``named_by`` says who named it: "grammar" (the strict one), "fallback" (user-agents: outdated only
    where the other headers corroborate it).
    """

    family: str | None = None
    version: Version = ()
    engine: str | None = None
    engine_version: Version = ()
    os: str | None = None
    os_version: Version = ()
    form: Form = "other"
    kind: Kind = "unknown"
    app: str | None = None
    named_by: Literal["grammar", "fallback"] | None = None
    limit: Limit | None = None
    wv: bool = False


UNKNOWN = UserAgent()
