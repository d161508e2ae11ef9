"""The browsers' own translations, read from Debian's packages: every message of Chromium and of Firefox in a language.

``apt-get download chromium-l10n chromium-common firefox-esr firefox-esr-l10n-...``, then ``dpkg-deb -x`` each into one
folder. The packages are not committed; what is taken from them is, with its source.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
from functools import cache
from pathlib import Path

from scripts.evidence.serbian import in_latin

_CHROME_ABOUT = Path(__file__).with_name("chrome_about.json")
#: The browsers' names of languages, where they are not spelled as our folders are.
CHROMIUM = {
    "en": "en-US",
    "es_419": "es-419",
    "pt_BR": "pt-BR",
    "pt_PT": "pt-PT",
    "sr_Cyrl": "sr",
    "zh_Hans": "zh-CN",
    "zh_Hant": "zh-TW",
}
FIREFOX = {
    "en": "en-US",
    "es": "es-ES",
    "es_419": "es-MX",
    "fil": "tl",
    "ga": "ga-IE",
    "hi": "hi-IN",
    "hy": "hy-AM",
    "nb": "nb-NO",
    "pt_BR": "pt-BR",
    "pt_PT": "pt-PT",
    "sr_Cyrl": "sr",
    "sv": "sv-SE",
    "zh_Hans": "zh-CN",
    "zh_Hant": "zh-TW",
}
#: The licence of each browser's words.
LICENCES = {"chromium": "BSD-3-Clause", "firefox": "MPL-2.0"}

# Keyboard shortcuts ("&Close", "Close(&C)", "_Close"), and marks of direction.
_MARKS = re.compile("\\s*\\(&?[A-Za-z]\\)|&(?!\\w+;)(?=\\w)|[\u200e\u200f\u200b\xad\u2066-\u2069]")
_MESSAGE = re.compile(r"^(-?[\w-]+) =(.*(?:\n(?:[ \t]+.*|(?=\n)))*)", re.M)
_ATTRIBUTE = re.compile(r"^ +\.([\w-]+) =(.*(?:\n {5,}.*)*)", re.M)


@cache
def chromium_messages(folder: Path, language: str) -> dict[str, str]:
    """Chromium's messages by id, from a data pack of version 5 and its ids, which are in a ``.pak.info`` file."""
    name = CHROMIUM.get(language, language)
    pack = next(folder.rglob(f"locales/{name}.pak"), None)
    if pack is None:
        return {}
    data = pack.read_bytes()
    count, aliases = struct.unpack_from("<HH", data, 8)
    entries = [struct.unpack_from("<HI", data, 12 + 6 * index) for index in range(count + 1)]
    spans = [(entries[index][1], entries[index + 1][1]) for index in range(count)]
    texts = {entries[index][0]: data[start:end].decode("utf-8", "replace") for index, (start, end) in enumerate(spans)}
    for index in range(aliases):
        number, entry = struct.unpack_from("<HH", data, 12 + 6 * (count + 1) + 4 * index)
        texts[number] = texts[entries[entry][0]]
    found = {}
    for line in Path(f"{pack}.info").read_text("utf-8").splitlines():
        key, number = line.split(",")[:2]
        if int(number) in texts:
            found[key] = plain(texts[int(number)])
    return found


@cache
def firefox_messages(folder: Path, language: str) -> dict[str, str]:
    """Firefox's messages as "file.ftl:message" or "file.ftl:message.attribute", from the language pack.

    For English from the browser itself.
    """
    name = FIREFOX.get(language, language)
    found: dict[str, str] = {}
    packs = [*folder.rglob(f"langpack-{name}@*.xpi")]
    if language == "en":
        packs = [*folder.rglob("firefox-esr/**/omni.ja")]
    for archive in packs:
        with zipfile.ZipFile(archive) as files:
            for path in files.namelist():
                # The files enUS-... are English in every pack.
                if "localization/" in path and path.endswith(".ftl") and "/enUS-" not in path:
                    found |= fluent_messages(files.read(path).decode("utf-8"), path.rpartition("/")[2])
    return found


def fluent_messages(text: str, file: str) -> dict[str, str]:
    """The messages of one Fluent file, attributes too. Placeables stand as they are: they are no words."""
    found = {}
    for message in _MESSAGE.finditer(text):
        body = message[2]
        for attribute in _ATTRIBUTE.finditer(body):
            found[f"{file}:{message[1]}.{attribute[1]}"] = plain(attribute[2])
        value = plain(_ATTRIBUTE.sub("", body))
        if value:
            found[f"{file}:{message[1]}"] = value
    return found


def plain(text: str) -> str:
    """A message without the marks of keyboard shortcuts and of direction, on one line."""
    return re.sub(r"[ \t\r\n]+", " ", _MARKS.sub("", text)).strip()


def package_version(folder: Path, package: str) -> str:
    """A package's version, from the names of the ``.deb`` files beside the folder; "" where they are gone."""
    for path in sorted((folder.parent / "debs").glob(f"{package}_*.deb")):
        return path.name.split("_")[1].replace("%3a", ":")
    return ""


@cache
def chrome_about() -> dict[str, str]:
    """ "About Google Chrome" by language, as Google Chrome's own menu has it: the file says where from."""
    found: dict[str, str] = json.loads(_CHROME_ABOUT.read_text("utf-8"))["labels"]
    return found | {"sr_Latn": in_latin(found["sr_Cyrl"])}
