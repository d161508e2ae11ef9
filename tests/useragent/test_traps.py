"""Each trap of reading user agents, by name: where a careless reading tells a current visitor that they are outdated."""

from __future__ import annotations

import pytest

from browserbanner import UserAgent
from browserbanner.useragent import UNKNOWN, identify


def named(string: str) -> UserAgent:
    user_agent = identify(string.encode())
    assert user_agent is not None
    return user_agent


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS {os} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) {products}"


@pytest.mark.parametrize("frozen", ["18_6", "18_7"])
def test_safari_since_ios_26_is_as_new_as_its_version_token_though_the_system_token_is_frozen(frozen: str) -> None:
    safari = named(IPHONE.format(os=frozen, products="Version/26.6.1 Mobile/15E148 Safari/604.1"))
    assert safari.engine_version == (26, 6, 1)
    assert safari.os_version == ()


@pytest.mark.parametrize("frozen", ["18_6", "18_7"])
@pytest.mark.parametrize("products", ["CriOS/154.0.8037.55 Mobile/15E148 Safari/604.1", "FxiOS/156.1 Mobile/15E148 Safari/604.1", "GSA/439.4.980558000 Mobile/15E148 Safari/604.1", "Mobile/15E148"])  # fmt: skip
def test_a_frozen_system_token_with_no_version_of_webkit_beside_it_tells_nothing(frozen: str, products: str) -> None:
    user_agent = named(IPHONE.format(os=frozen, products=products))
    assert (user_agent.engine, user_agent.engine_version, user_agent.os_version) == ("webkit", (), ())


def test_a_third_number_behind_18_6_is_no_frozen_token() -> None:
    assert named(IPHONE.format(os="18_6_2", products="CriOS/154.0.8037.55 Mobile/15E148 Safari/604.1")).engine_version == (18, 6, 2)  # fmt: skip


@pytest.mark.parametrize(
    ("products", "family"),
    [
        ("CriOS/60.0.3112.89 Mobile/15E148 Safari/604.1", "chrome"),
        ("FxiOS/10.0 Mobile/15E148 Safari/604.1", "firefox"),
        ("EdgiOS/44.5.0.10 Version/17.0 Mobile/15E148 Safari/604.1", "edge"),
        ("Version/17.0 YaBrowser/19.5.2.38.10 Mobile/15E148 Safari/604.1", "yandex"),
        ("Version/17.4 Mobile/15E148 Safari/604.1 OPT/1.5.0", "opera"),
    ],
)
def test_the_own_number_of_a_browser_on_ios_says_nothing_about_its_engine(products: str, family: str) -> None:
    user_agent = named(IPHONE.format(os="17_4_1", products=products))
    assert user_agent.family == family
    assert user_agent.engine == "webkit"
    assert user_agent.engine_version == (17, 4, 1)


def test_where_ios_token_and_version_differ_the_newer_one_is_believed_since_either_may_be_frozen() -> None:
    stale_system = named(IPHONE.format(os="17_1_2", products="FxiOS/155 Mobile/15E148 Version/26.4"))
    assert stale_system.engine_version == (26, 4)
    stale_version = named(IPHONE.format(os="26_6_2", products="EdgiOS/153.0.4234.46 Version/26.0 Mobile/15E148 Safari/604.1"))  # fmt: skip
    assert stale_version.engine_version == (26, 6, 2)


def test_chrome_on_ios_that_says_chrome_and_not_crios_is_made_up_and_judged_by_nobody() -> None:
    made_up = named(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 11_0 like Mac OS X) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/40.0.1567.1276 Mobile Safari/537.36"
    )
    assert (made_up.family, made_up.version) == ("chrome", (40, 0, 1567, 1276))
    assert (made_up.engine, made_up.engine_version, made_up.kind) == (None, (), "unknown")


def test_a_webkit_that_poses_as_chrome_has_no_engine_that_anyone_could_judge() -> None:
    posing = named(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Chrome/60.0.0.0 Safari/605.1.15"
    )
    assert (posing.family, posing.version) == ("chrome", (60, 0, 0, 0))
    assert (posing.engine, posing.engine_version, posing.kind) == (None, (), "unknown")


@pytest.mark.parametrize(
    "own",
    [
        "[FBAN/FBIOS;FBAV/30.0.0.17.12;FBBV/9999;FBDV/iPhone7,2;FBSV/17.4]",
        "Instagram 8.0.0 (iPhone7,2; iOS 17_4; uk_UA)",
        "musical_ly_1.0.0 JsSdk/1.0",
        "[LinkedInApp]/1.0",
        "Snapchat/1.0.0",
        "Line/1.0.0",
        "MicroMessenger/1.0.0",
        "Viber/1.0.0",
    ],
)
def test_an_app_on_ios_is_judged_by_ios_and_never_by_its_own_version(own: str) -> None:
    user_agent = named(IPHONE.format(os="17_4_1", products=f"Mobile/15E148 {own}"))
    assert user_agent.kind == "webview"
    assert user_agent.app is not None
    assert user_agent.version == ()
    assert user_agent.engine_version == (17, 4, 1)


def test_an_app_on_android_is_judged_by_chromium_and_never_by_its_own_version() -> None:
    user_agent = named(
        "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
        "Chrome/153.0.8010.36 Mobile Safari/537.36 Instagram 8.0.0 Android (34/14)"
    )
    assert (user_agent.kind, user_agent.app) == ("webview", "Instagram")
    assert user_agent.version == user_agent.engine_version == (153, 0, 8010, 36)


def test_the_version_4_0_of_androids_webview_is_not_safari_4() -> None:
    user_agent = named(
        "Mozilla/5.0 (Linux; Android 16; SM-A155F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
        "Chrome/153.0.8010.36 Mobile Safari/537.36"
    )
    assert (user_agent.family, user_agent.engine) == ("webview", "blink")


def test_a_webview_is_known_by_wv_alone_or_by_version_4_0_alone() -> None:
    android = "Mozilla/5.0 (Linux; Android 8.0; Nokia 6{wv}) AppleWebKit/537.36 (KHTML, like Gecko) {version}Chrome/62.0.3202.84 Mobile Safari/537.36"
    assert named(android.format(wv="; wv", version="")).kind == "webview"
    assert named(android.format(wv="", version="Version/4.0 ")).kind == "webview"
    assert named(android.format(wv="", version="")).kind == "browser"


@pytest.mark.parametrize(
    ("token", "family"),
    [
        ("Edg/80.0.361.62", "edge"),
        ("OPR/67.0.3575.53", "opera"),
        ("Vivaldi/2.11.1811.51", "vivaldi"),
    ],
)
def test_chromiums_family_is_judged_by_chromium(token: str, family: str) -> None:
    user_agent = named(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36 {token}")  # fmt: skip
    assert (user_agent.family, user_agent.engine, user_agent.engine_version) == (family, "blink", (153, 0, 0, 0))


def test_edge_without_its_last_letter_is_chromium_and_with_it_edgehtml() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.102 Safari/537.36 "
    assert named(windows + "Edg/70.0").engine == "blink"
    assert named(windows + "Edge/18.19582").engine == "edgehtml"


@pytest.mark.parametrize("version", [110, 115, 119])
def test_firefox_110_to_119_says_rv_109_and_is_read_by_its_own_token(version: int) -> None:
    user_agent = named(f"Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/{version}.0")
    assert user_agent.engine_version == (version, 0)


def test_an_esr_looks_like_any_firefox_of_its_version() -> None:
    assert named("Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0").version == (115, 0)


@pytest.mark.parametrize(("trident", "version"), [("7.0", 11), ("6.0", 10), ("5.0", 9), ("4.0", 8)])
def test_in_compatibility_view_trident_tells_which_internet_explorer_it_is(trident: str, version: int) -> None:
    user_agent = named(f"Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; WOW64; Trident/{trident}; SLCC2)")
    assert user_agent.version == (version, 0)


def test_the_preview_of_edges_engine_in_internet_explorer_is_no_internet_explorer_12() -> None:
    assert named("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/8.0; .NET4.0C)").version == (11, 0)


def test_outlook_is_no_internet_explorer_that_its_reader_could_update() -> None:
    outlook = "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/7.0; SLCC2; Microsoft Outlook 14.0.7167; ms-office; MSOffice 14)"
    assert named(outlook).kind == "unknown"


def test_macos_that_is_frozen_at_10_15_7_tells_no_version_and_one_before_tells_its_own() -> None:
    mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X {os}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
    assert named(mac.format(os="10_15_7")).os_version == ()
    assert named(mac.format(os="10_13_6")).os_version == (10, 13, 6)
    gecko = "Mozilla/5.0 (Macintosh; Intel Mac OS X {os}; rv:115.0) Gecko/20100101 Firefox/115.0"
    assert named(gecko.format(os="10.15")).os_version == ()
    assert named(gecko.format(os="10.14")).os_version == (10, 14)


def test_android_10_of_model_k_tells_no_version_and_any_other_model_does() -> None:
    android = "Mozilla/5.0 (Linux; Android 10; {model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36"
    assert named(android.format(model="K")).os_version == ()
    assert named(android.format(model="SM-A105F")).os_version == (10,)


def test_windows_11_says_nt_10_0_as_windows_10_does() -> None:
    assert named("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36").os_version == (10, 0)  # fmt: skip


@pytest.mark.parametrize(
    "model", ["CUBOT", "CUBOT_X18_Plus", "CUBOT NOTE S Build/MRA58K", "M bot 60 Build/NRD90M", "ID bot 53+"]
)
def test_phones_whose_model_has_bot_in_it_are_no_bots(model: str) -> None:
    user_agent = named(f"Mozilla/5.0 (Linux; Android 7.0; {model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.116 Mobile Safari/537.36")  # fmt: skip
    assert (user_agent.family, user_agent.kind) == ("chrome", "browser")


def test_a_googlebot_that_carries_a_whole_mobile_chrome_is_a_bot() -> None:
    googlebot = "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2272.96 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    assert named(googlebot).kind == "bot"


def test_webkit_that_is_not_apples_has_versions_of_its_own_and_is_judged_by_nobody() -> None:
    epiphany = named(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/60.5 Safari/605.1.15"
    )
    assert (epiphany.kind, epiphany.family) == ("unknown", None)


def test_androids_own_browser_is_not_taken_for_one_on_an_android_that_never_had_it() -> None:
    string = "Mozilla/5.0 (Linux; U; Android {os}; en-us; Redmi Build/OPM1) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30"
    assert named(string.format(os="4.4.4")).kind == "browser"
    assert named(string.format(os="8.1.0")).kind == "unknown"


def test_decorations_of_yandex_opera_samsung_and_firefox_are_normal() -> None:
    yandex = "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 YaBrowser/20.11.3.179 Yowser/2.5 Yptp/1.23 Safari/537.36"
    opera = "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/95.0.4638.69 Safari/537.36 OPR/81.0.4196.60 (Edition Campaign 34)"
    samsung = "Mozilla/5.0 (Linux; Android 8.0.0; SAMSUNG SM-G935F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/9.2 Chrome/67.0.3396.87 Mobile VR Safari/537.36"
    firefox = "Mozilla/5.0 (iPhone; CPU iPhone OS 12_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/19.1  Mobile/15E148 Safari/605.1.15"
    assert [named(string).family for string in (yandex, opera, samsung, firefox)] == ["yandex", "opera", "samsung", "firefox"]  # fmt: skip


@pytest.mark.parametrize(
    "version", ["60", "60.0", "60.0.3112", "60.0.3112.113"], ids=["one part", "two", "three", "four"]
)
def test_a_chrome_whose_version_has_fewer_than_four_parts_is_chrome(version: str) -> None:
    user_agent = named(
        f"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Safari/537.36"
    )
    assert user_agent.version == tuple(map(int, version.split(".")))


@pytest.mark.parametrize("digits", ["12345.0.0.0", "1234567890123456789012.0", "0" * 400])
def test_numbers_of_more_than_four_digits_are_no_version(digits: str) -> None:
    string = f"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{digits} Safari/537.36"
    assert identify(string.encode()) is None


@pytest.mark.parametrize("digits", ["٦٠", "６０", "६०", "²"])
def test_digits_that_are_not_ascii_are_no_version(digits: str) -> None:
    string = f"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{digits}.0.0.0 Safari/537.36"
    assert identify(string.encode()) is None


def test_what_is_longer_than_512_bytes_is_unknown_at_once() -> None:
    string = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36"
    assert identify(string + b" " * (513 - len(string))) is UNKNOWN


def test_an_empty_string_is_unknown() -> None:
    assert identify(b"") is UNKNOWN


@pytest.mark.parametrize(
    "unexpected",
    [
        "Mozilla/5.0 (Windows NT 6.1; SomeProgram) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36",
        "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36 Program/1.0",
        "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113",
        "Mozilla/5.0 (Windows NT 6.1; rv:52.0) Gecko/20100101 Firefox/52.0 Program/1.0",
        "Mozilla/5.0 (Windows NT 6.1; rv:52.0; program) Gecko/20100101 Firefox/52.0",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; Program 1.0)",
        "Opera/9.80 (Windows NT 6.1; Program) Presto/2.12.388 Version/12.18",
        "Program Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36",
    ],
)
def test_one_unexpected_token_makes_a_string_not_mainstream(unexpected: str) -> None:
    assert identify(unexpected.encode()) is None


def test_a_makers_code_in_internet_explorers_parenthesis_is_normal_and_a_bots_name_is_not() -> None:
    string = b"Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0; %s)"
    maker, bot = identify(string % b"MALC"), identify(string % b"FOOBOT")
    assert maker is not None
    assert maker.kind == "browser"
    assert bot is not None
    assert bot.kind == "bot"


@pytest.mark.parametrize(
    "string",
    {
        "a phone's WebKit on a Mac": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Mobile/15E148 Safari/604.1",
        "an iPhone without a system": "Mozilla/5.0 (iPhone; made up) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Mobile/15E148 Safari/604.1",
        "Internet Explorer without a Windows": "Mozilla/4.0 (compatible; MSIE 8.0; .NET CLR 2.0.50727)",
        "a nightly build of WebKit": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15+ (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
        "Chrome of iOS with a Chromium": "Mozilla/5.0 (iPhone; CPU iPhone OS 15_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.7339.101 Chrome/60.0.3112.113 Mobile/15E148 Safari/604.1",
        "Android's webview on Windows": "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/60.0.3112.113 Safari/537.36",
        "EdgeHTML on Linux": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763",
    }.items(),
    ids=lambda case: case[0],
)
def test_products_where_they_cannot_be_are_not_mainstream(string: tuple[str, str]) -> None:
    assert identify(string[1].encode()) is None


def test_two_browsers_at_once_are_not_mainstream() -> None:
    both = b"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.113 Safari/537.36 OPR/47.0.2631.39 Vivaldi/1.91"
    assert identify(both) is None


@pytest.mark.parametrize(
    "version",
    ["58.0.5341.1509", "60.0.9360.1836", "53.0.2507.1122", "100.0.4472.1077", "40.0.1567.1276"],
)
def test_a_version_and_build_that_no_chromium_ever_had_are_made_up_and_never_outdated(version: str) -> None:
    """A crawler without its name (Bytespider signs some of its own so): nine in ten "outdated" ones of a corpus of 2026."""
    for products in (f"Chrome/{version} Safari/537.36", f"Chrome/{version} Safari/537.36 OPR/47.0.2631.39"):
        user_agent = named(
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) {products}"
        )
        assert user_agent.family == ("opera" if "OPR" in products else "chrome")
        assert (user_agent.engine, user_agent.engine_version, user_agent.kind) == (None, (), "browser")


@pytest.mark.parametrize(
    "version",
    [
        "4.1.249.1064", "33.0.1750.517", "37.0.0.0", "42.0.2311.135", "49.0.2623.112", "57.0.2987.108", "43.0.3987.99", "58.0.3029.110",
        "60.0.3112.113", "64.0.3264.0", "69.0.3497.128", "78.0.3866.0", "87.0.4280.141", "101.0.4951.67",
        "109.0.5412.0", "109.0.5414.120", "118.0.5993.2332", "115.0.0.0", "128.0.6613.186", "999.0.9999.1",
    ],
)  # fmt: skip
def test_real_versions_and_builds_nightly_ones_too_are_believed(version: str) -> None:
    user_agent = named(f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Safari/537.36")  # fmt: skip
    assert user_agent.engine == "blink"
    assert ".".join(map(str, user_agent.engine_version)) == version
