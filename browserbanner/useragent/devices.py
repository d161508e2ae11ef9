"""Devices on Android that are neither phone nor tablet: their owners cannot update the browser.

Models are free text, so these rules were made by measuring: on 2,283 models of televisions, boxes, watches and other
devices in Matomo's device-detector (2026-08) they find 80 %, and they take 0.2 % of its 28,474 phones and tablets for
one. A phone too many costs a missing banner and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

# Whole words, digits included: "RG" is no part of 22021211RG, which is a phone.
_WORDS: Final = frozenset(
    b"""
    TV tv STB stb LED QLED OLED UHD 4K 8K Box BOX box Stick STICK DONGLE BRAVIA Bravia Shell shell Chromecast MStar
    MSD338 MDTV Projector projector MiProj HiDPT MiBOX MIBOX DV8235 iconBIT GTKing OzoneHD TranSpeed
    Portal PortalGo yandexstation YNDX XDH OUYA ODROID ODROIDC2 OrangePi Raspberry Tinker
    Watch watch SmartWatch TicWatch ZenWatch
    CarPad CarPlay Car CAR KZCAR BYD Automotive Volvo Polestar 8227L
    GAMEPAD GAMEPAD2 Retroid Pico
    Kobo NOOK Nook Kindle PocketBook tolino BOOX Boox eBook
    iData SMARTPOS WIZARPOS MultiPOSX9
    """.split()
)
# Makers and series of televisions, boxes and sticks, as they are or in capitals.
_MAKERS: Final = b"""
    Andowl Beelink Dolamee Dreamstar Evpad Formuler Fundroid Gtking Gtkingii Hiremco Invin Matador Mecool Movix Nexon
    Openbox Orbsmart pendoo Redbox Rombica Selenga Skystream Tanix Technosat Toucan Transpeed Ugoos Vontar Vorke Wiwa
    Yundoo Zidoo
    """.split()
_ANY_WORD: Final = _WORDS.union(_MAKERS, (maker.upper() for maker in _MAKERS))
_INCHES: Final = rb"(?:2[02348]|3[29]|4[0-35689]|5[058]|6[05]|7[057]|8[2356]|98)"


def _search(pattern: bytes) -> Callable[[bytes], re.Match[bytes] | None]:
    """What finds ``pattern`` where a word begins; "~" in it is where a word ends, and "##" a television's inches."""
    pattern = pattern.replace(b"~", rb"(?![A-Za-z0-9])").replace(b"##", _INCHES)
    return re.compile(rb"(?<![A-Za-z0-9])(?:" + pattern + rb")").search


_SERIES: Final = (
    # Amazon's televisions and speakers; Samsung's watches.
    rb"AFT(?:[A-Z]{1,4}\d{0,3}|[A-Z0-9]{5,9})~|AEO[A-Z]{2,3}~|SM-R\d{3}",
    # Televisions: inches, then the panel; or the maker's letters, inches, and the panel; or a panel's word and inches.
    rb"##(?:[A-Z]{1,6}\d|LEX|Q?LED|OLED|Y?[UF]?HD|TV|SMART|[YL]K|UE|[MX]T-U)",
    rb"(?:[A-Z]{0,3}TV|[A-LN-Z]{1,3}|M?[A-RT-Z])##[A-Z]{1,5}\d{2,4}[A-Z]{0,4}\d?[A-Z]{0,3}~",
    rb"(?:[EQ]?LED|HIBERG(?:QLED)?)[-_]?##|LT-##",
    rb"(?:[UF]HD|LCD|L[ED]|TLE|M[LQ]T|HTY|HX|EX|CRD|Q|T[DQ]|K(?=\d\dDL))[-_]?##[A-Z_-]{2}",
    # Boxes and sticks by name, which no digit follows: SGH-T959 and LG-H961N are phones.
    (
        rb"(?:A5X|A95X|[Xx]9[268]|[Ss]905(?!TL)|X88|H96|T95|LimeT95|TX[35]|HK1|MXQ|AS_?4K|GTX-|N5[MN]|Q9[68]|MK8\d\d|EC6108"
        rb"|POLAR_|Polar_|KI{1,3} P|DM-LED)(?!\d)(?!x~)"
    ),
    rb"(?:CT-8|NV[57]|ABX-|AN-|KANT-|VMP-|ATOM-|NETTA |Netta )\d\d\d?[A-Z]{0,3}~|XDS\d\d\d?K|NEO[- ][UXZ]\d",
    rb"M8S(?:PRO[A-Z]?)?~|(?<!TECNO )KM[1-9](?: ?(?:Plus|PLUS|Pro|PRO))?~|TOX\d|Perfeo",
    rb"TX[3-9][sS]?(?: ?(?:Mini|MINI|Max|MAX))?~|(?:TPM|Q[MV])\d{3}[EKL]|ADT-\d|Nexus Player|TVPAD|IPTV|OTT~",
    rb"(?:RK|rk)3\d{3}|(?:CSB-?|EC6|DV|SEI|IPC|HCE|SCN)\d{3,4}(?![a-z])|STB\d|TVS-|Projector\d|HY\d{3}~",
    rb"MiProj[A-Z]|[a-z]+ATV[a-z]|IFP\d{4}|Nest Hub|Smart Display",
    # Head units, terminals, watches, VR headsets, consoles.
    rb"YT[579]\d{3}[A-Z]{0,2}~|MPC-\d{2,3}|[a-z]{2}\d{3,4}x\d{3}~|[A-Z]{4,7}-CORE T\d",
    rb"(?:CT[456]0|CK65|CN80|MC(?:22|27|93)(?:00)?|DT[2-5]0|PNC5\d0)~|NLS-MT6|EFT_H\d",
    rb"LEM1\d|Watch\d|OW\d\dW\d|APPLLP|Ticwatch|THOR (?:\d|S|PRO)",
    rb"Quest(?: [23]S?| Pro)?$|SHIELD(?! ?[Tt]ablet)|Shield~",
    rb"(?!(?i:cu)bot)[A-Za-z]{3,}(?i:bot)~",  # a machine: CUBOT makes phones
    rb"RG ?(?:28|3[45]|40[56]?|47|CUBE|505|55[26])[A-Z]*~",
)
_series = _search(rb"|".join(_SERIES))
# Words that end with TV or box. Phones with a tuner say DTV or HDTV; BTV, HTV, Runbox and Turbox are phones too.
_tv_or_box = _search(
    rb"(?!B?H?D?TV|HDTV)[A-Za-z0-9]*(?<!D)TV~|(?:[AGi]|Mi|Beyond|AQUOS-)TV[EX\d]|[Tt][Vv]\d{3}"
    rb"|(?!(?i:runbox|turbox))[A-Za-z]*?[Bb][Oo][Xx][A-Z]?\d{0,2}~"
)
_AS_WORDS: Final = bytes(byte if chr(byte).isalnum() and byte < 128 else 32 for byte in range(256))


def on_android(model: bytes) -> bytes | None:
    """What in ``model``, Android's parenthesis behind the version, names a device that is neither phone nor tablet."""
    model = model.partition(b"Build/")[0].rstrip()
    found = _ANY_WORD.intersection(model.translate(_AS_WORDS).split())
    if found:
        return min(found)
    may_end_so = b"TV" in model or b"tv" in model or b"ox" in model or b"OX" in model or b"oX" in model
    m = (_tv_or_box(model) if may_end_so else None) or _series(model)
    return None if m is None else m[0]
