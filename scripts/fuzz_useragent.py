"""Feed libFuzzer's bytes to the identification of user agents, by way of atheris, for a bounded time.

    python -m scripts.fuzz_useragent [-max_total_time=60] [libFuzzer's other options] [CORPUS]

The first byte chooses the target; the rest is the user agent, or the value of a client hint. What must hold: no
exception, an answer of the right types, none for more than 512 bytes, and no more than 0.1 s of this thread
(libFuzzer's own -timeout catches hangs).
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["browserbanner"]):
    from browserbanner.request import Headers
    from browserbanner.useragent import (
        UNKNOWN,
        Fallback,
        RecentCache,
        UserAgent,
        explain,
        identify,
        overriding_evidence,
    )
    from browserbanner.useragent import looks_like_a_person as person

DATA = Path(__file__).parent.parent / "tests" / "useragent" / "data"
SLOWEST = 0.1
_OLD = UserAgent("chrome", (60,), "blink", (60,), "windows", (6, 1), "desktop", "browser", None, "grammar")
_HINTS = ("sec-ch-ua", "sec-ch-ua-full-version-list", "sec-ch-ua-platform", "sec-ch-ua-platform-version", "accept")
_cache: RecentCache[UserAgent] = RecentCache(64)
_fallback = Fallback()


def one_input(data: bytes) -> None:
    """The target: raises where a promise is broken."""
    target, raw = data[:1], data[1:]
    start = time.thread_time()
    if target < b"\xc0":
        user_agent = identify(raw)
        if time.thread_time() - start > SLOWEST:
            raise AssertionError(f"identify took {time.thread_time() - start:.3f} s")
        check(raw, user_agent)
        if user_agent is not None:
            _cache.put(raw, user_agent)
            if _cache.get(raw) != (user_agent if len(raw) <= 512 else None):
                raise AssertionError("the cache forgot at once")
        elif target < b"\x20":
            check(raw, _fallback.identify(raw))
    elif target < b"\xc8":
        if not all(isinstance(step, str) for step in explain(raw)):
            raise AssertionError("a step is no text")
    else:
        headers = Headers([(_HINTS[target[0] % len(_HINTS)], raw), ("accept-language", raw[:8])])
        person(headers)
        overriding_evidence(_OLD, headers)


def check(raw: bytes, user_agent: UserAgent | None) -> None:
    """That an answer is of the right types."""
    if user_agent is None:
        return
    if len(raw) > 512 and user_agent is not UNKNOWN:
        raise AssertionError("longer than 512 bytes, and named")
    for version in (user_agent.version, user_agent.engine_version, user_agent.os_version):
        if not all(type(part) is int and 0 <= part <= 9999 for part in version):
            raise AssertionError(f"a version of {version}")
    if user_agent.kind not in ("browser", "webview", "bot", "unknown"):
        raise AssertionError(user_agent.kind)


def seed(folder: Path) -> None:
    """A corpus to start from: a few hundred real strings and crawlers."""
    for name in ("real.jsonl.gz", "crawlers.jsonl.gz"):
        lines = gzip.decompress((DATA / name).read_bytes()).splitlines()
        for number, line in enumerate(lines[:: max(1, len(lines) // 300)]):
            (folder / f"{name}.{number}").write_bytes(b"\x10" + json.loads(line)["user_agent"].encode())


def main() -> None:
    """Run libFuzzer with the arguments given, on a corpus of our own where none is named."""
    arguments = (
        sys.argv if any(a.startswith("-max_total_time") for a in sys.argv) else [*sys.argv, "-max_total_time=60"]
    )
    with tempfile.TemporaryDirectory() as folder:
        if all(argument.startswith("-") for argument in arguments[1:]):
            seed(Path(folder))
            arguments = [*arguments, folder]
        atheris.Setup([*arguments, "-max_len=700", "-timeout=5"], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
