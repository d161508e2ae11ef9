"""Writes the browsers' own menu words into browserbanner/banner/menus.json, from Debian's packages of translations.

    apt-get download chromium-l10n chromium-common firefox-esr-l10n-all ...   # then dpkg-deb -x each into one folder
    python -m scripts.menu_words FOLDER

``FOLDER`` has the unpacked packages. For each language that has a catalog, the words are taken as they stand there: but
for the marks of keyboard shortcuts and of direction, and with Google Chrome's name where Chromium's own stands. What is
not found is left out: then the banner quotes nothing, and its link stands alone. Help pages are kept by hand in
the file.
"""

from __future__ import annotations

import json
import re
import struct
import sys
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "browserbanner" / "banner" / "menus.json"
LOCALES = TARGET.parents[2] / "locales"
#: Chromium's names of languages that are not spelled as our catalogs, and Firefox's.
CHROMIUM = {"en": "en-US", "he": "he", "nb": "nb", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW", "pt_PT": "pt-PT"}
FIREFOX = {"en": "en-US", "es": "es-ES", "nb": "nb-NO", "sv": "sv-SE", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}
_MARKS = re.compile("&|[\u200e\u200f]|\\([^)]\\)$")


def chromium_words(folder: Path, language: str) -> list[str]:
    """Help and About in Chromium's language pack: a data pack of version 5, with its ids in a ``.pak.info`` file."""
    pack = next(folder.rglob(f"locales/{CHROMIUM.get(language, language.replace('_', '-'))}.pak"), None)
    if pack is None:
        return []
    ids = {}  # the same in every language's pack of one build
    for line in next(folder.rglob("locales/de.pak.info")).read_text("utf-8").splitlines():
        name, number = line.split(",")[:2]
        ids[name] = int(number)
    data = pack.read_bytes()
    count = struct.unpack_from("<H", data, 8)[0]
    entries = [struct.unpack_from("<HI", data, 12 + 6 * index) for index in range(count + 1)]
    texts = {entries[i][0]: data[entries[i][1] : entries[i + 1][1]].decode("utf-8", "replace") for i in range(count)}
    words = [_MARKS.sub("", texts.get(ids[name], "")) for name in ("IDS_HELP_MENU", "IDS_ABOUT")]
    return [words[0], words[1].replace("Chromium", "Google Chrome")] if all(words) else []


def firefox_words(folder: Path, language: str) -> list[str]:
    """Help and About in Firefox's language pack, or in the browser itself for English."""
    spelled = FIREFOX.get(language, language.replace("_", "-"))
    for archive in (*folder.rglob(f"langpack-{spelled}@*.xpi"), *folder.rglob("browser/omni.ja")):
        with zipfile.ZipFile(archive) as files:
            name = next((n for n in files.namelist() if n.endswith(f"{spelled}/browser/appmenu.ftl")), None)
            if name is None:
                continue
            text = files.read(name).decode("utf-8")
        texts = [re.search(rf"^{id} =\s+\.label =\s*(.+(?:\n {{8,}}.+)*)", text, re.M) for id in _FIREFOX_IDS]
        words = [_plain(found[1]) for found in texts if found]
        return words if len(words) == 2 else []
    return []


_FIREFOX_IDS = ("appmenuitem-help", "appmenu-about")


def _plain(value: str) -> str:
    """A message of Fluent's with the name Firefox in it. A variant for a name with cases is taken as "Firefoxu"."""
    cases = re.search(r"\[with-cases\]\s*(.+)", value)
    text = (cases[1] if cases else value).strip()
    text = re.sub(r"\{ -brand-shorter-name\(case: \"(loc|gen|dat)\"\) \}", "Firefoxu", text)
    return _MARKS.sub("", re.sub(r"\{ -brand-shorter-name(\(case: \"nom\"\))? \}", "Firefox", text)).strip()


def main(folder: Path) -> None:
    content = json.loads(TARGET.read_text("ascii"))
    languages = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/*.po"))
    for row, read in zip(content["menus"], (chromium_words, firefox_words), strict=True):
        found = {language: read(folder, language) for language in languages}
        row["words"] = {language: words for language, words in found.items() if words and "{" not in str(words)}
    TARGET.write_text(_readable(content), "ascii")


def _readable(content: dict[str, object]) -> str:
    """JSON with a row or a language's words to each line."""
    text = json.dumps(content, indent=1)
    flat = r'[^\[\]{}"]*(?:"(?:[^"\\]|\\.)*"[^\[\]{}"]*)*'
    return re.sub(rf"\[\n{flat}\]", lambda found: f"[{' '.join(found[0][1:-1].split())}]", text) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
