"""How the visitor is spoken to: one catalog does not mix the familiar with the polite form.

For each language the words that belong to the one and to the other; where a language has but one form, or shows it in
endings only that stand for much else, there is no row. Small letters unless a word is told by its capital.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from scripts.evidence.catalogs import Text
from scripts.evidence.findings import Finding
from scripts.evidence.spelling import NAMES, Knows
from scripts.evidence.words import words

#: Familiar (or to one), polite (or to many), as patterns of whole words. "(?-i:...)" minds capitals.
FORMS = {
    "ar": ("متصفحك|جهازك|يمكنك|نظامك", "متصفحكم|جهازكم|يمكنكم|نظامكم|لديكم"),
    "az": ("sən|sənin|sənə|səni", r"siz|sizin|sizə|\w+[ıiuü]n[ıiuü]z\w*"),
    "be": (r"ты|табе|цябе|тво[йяёі]|твай\w+", r"вы|вас|вам|ваш\w*"),
    "bg": (r"теб|твой|твоя\w*|твое\w*|твои\w*", r"вие|вас|ваш\w*"),
    "bn": ("তুমি|তোমার|তোমাকে", "আপনি|আপনার|আপনাকে"),
    "ca": ("tu|teu|teva|teus|teves", "vós|vostre|vostra|vostres|vostè"),
    "cs": (r"ty|tebe|tobě|tvůj|tvoj\w*|tvé\w*|tvá|tvou", r"vy|vás|vám|váš|vaš\w*"),
    "da": ("du|dig|din|dit|dine", "(?-i:De|Dem|Deres)|jer|jeres"),
    "de": (r"du|dich|dir|dein\w*|euch|euer\w*|eure\w*", r"(?-i:Sie|Ihnen|Ihr\w*)"),
    "el": ("εσύ|εσένα|σου", "εσείς|εσάς|σας"),
    "es": ("tú|tu|tus|ti|te|contigo|puedes|tienes", "usted|ustedes|su navegador|su dispositivo|vuestro|vuestra"),
    "et": ("sina|sinu|sul|sulle|sind", "teie|teil|teile|teid"),
    "eu": ("hi|hire|hiri", "zu|zure|zuri"),
    "fa": ("تو|مرورگرت|دستگاهت", "شما|مرورگرتان|دستگاهتان"),
    "fi": (r"sinä|sinun|sinulla|(selaime|laittee|kirjanmerkki|salasana)si", r"te|teidän|teillä|\w{3,}nne"),
    "fr": ("tu|te|toi|ton|ta|tes", "vous|votre|vos"),
    "ga": ("tú|tusa|thú", "sibh|sibhse|bhur"),
    "gl": ("ti|teu|túa|teus|túas|contigo", "vostede|vostedes|voso|vosa"),
    "he": ("שלך|אתה|לך|שלכַ", "שלכם|אתם|לכם"),
    "hi": (r"तुम|तुम्हारा|तुम्हारे|तुम्हारी|तू|तेरा|तेरे|तेरी", "आप|आपका|आपके|आपकी|आपको"),
    "hr": (r"tebe|tebi|tvoj\w*", r"vas|vama|vam|vaš\w*"),
    "hu": (
        "te|neked|böngésződ|eszközöd|könyvjelzőid|jelszavaid|nyisd|válaszd|koppints",
        r"ön|önnek|nyissa|válassza|koppintson",
    ),
    "hy": ("դու|քո|քեզ", "դուք|ձեր|ձեզ"),
    "id": ("kamu|kau|engkau", "anda"),
    "is": ("þú|þig|þinn|þín|þitt", "yðar|yður"),
    "it": ("tu|ti|tuo|tua|tuoi|tue", "(?-i:Lei|Suo|Sua|Suoi|Sue)|vostro|vostra|vostri"),
    "ka": (r"შენ|შენი|შენს|შენთვის", r"თქვენ|თქვენი|თქვენს|თქვენთვის"),
    "kk": (r"сен|сенің|саған|сені", r"сіз|сіздің|сізге|сізді|\w+ңыз\w*|\w+ңіз\w*"),
    "ko": ("너|너의|네", "귀하|귀하의"),
    "lt": ("tu|tavo|tau|tave", "jūs|jūsų|jums|jus"),
    "lv": (r"tu|tev|tevi|tavs|tava|tavu|tavā|tavas|tavi", r"jūs|jums|jūsu"),
    "mk": (r"тебе|твој\w*|твоја\w*", r"вие|вас|ваш\w*"),
    "ms": ("kamu|engkau|awak", "anda"),
    "nb": ("du|deg|din|ditt|dine", "(?-i:De|Dem|Deres)|dere"),
    "nl": ("je|jij|jou|jouw", "u|uw"),
    "pl": (r"ty|ciebie|tobie|twój|twoj\w*|twoi\w*|możesz|masz|używasz|chcesz", r"pan|pani|pana|panu|państw\w*"),
    "pt_BR": ("tu|teu|tua|teus|tuas|contigo", "você|vocês|seu|sua|seus|suas"),
    "pt_PT": ("tu|teu|tua|teus|tuas|contigo", "você|vocês|seu|sua|seus|suas"),
    "rm": ("ti|tes|tia|teis|tias", r"(?-i:Vus)|voss\w+"),
    "ro": ("tu|tău|ta|tăi|tale|îți|ți", "dumneavoastră|dvs|vă"),
    "ru": (r"ты|тебя|тебе|тво[йяёи]|твои\w+|твое\w+", r"вы|вас|вам|ваш\w*"),
    "sk": (r"ty|teba|tebe|tvoj\w*", r"vy|vás|vám|váš|vaš\w*"),
    "sl": (r"tebe|tebi|tvoj\w*", r"vas|vam|vaš\w*"),
    "sq": ("ti|yt|tënd|jote", r"ju|juaj|tuaj|tuaja"),
    "sr_Cyrl": (r"тебе|теби|твој\w*|твоја\w*", r"вас|вам|вама|ваш\w*"),
    "sr_Latn": (r"tebe|tebi|tvoj\w*", r"vas|vam|vama|vaš\w*"),
    "sv": ("du|dig|din|ditt|dina", "ni|er|ert|era"),
    "ta": ("நீ|உன்|உனது", "நீங்கள்|உங்கள்|உங்களுக்கு"),
    "te": ("నువ్వు|నీ|నీకు", "మీరు|మీ|మీకు"),
    "tr": ("sen|senin|sana|seni|tarayıcın|aygıtın", r"siz|sizin|size|\w+[ıiuü]n[ıiuü]z\w*"),
    "uk": (r"ти|тебе|тобі|твій|тво[яєї]|твого|твоєму|твоїх|твоїм|твоєї", r"ви|вас|вам|ваш\w*"),
    "ur": ("تم|تمہارا|تمہارے|تمہاری|تیرا", "آپ|آپکا|آپکے"),
    "uz": ("sen|sening|senga", r"siz|sizning|sizga|\w+ingiz\w*"),
    "zh_Hans": ("你", "您"),
    "zh_Hant": ("你", "您"),
}
#: The same by verbs: "you can", "you use", "you need", "open", "choose", where the form stands for nothing else.
_VERBS = {
    "az": (r"\w*bilərsən|edirsən|görürsən", r"\w*bilərsiniz|edirsiniz"),
    "be": ("можаш|адкрый|выберы|хочаш|карыстаешся", "можаце|адкрыйце|выберыце|карыстаецеся"),
    "bg": ("можеш|избери|докосни|използваш|искаш", "можете|изберете|докоснете|използвате"),
    "bn": ("পারো|করো|খোলো|চাও|দেখছ|দেখছো", "পারেন|করুন|খুলুন"),
    "ca": ("pots|necessites|utilitzes|vols|toca", "podeu|necessiteu|utilitzeu|voleu"),
    "cs": ("můžeš|otevři|vyber|klepni|používáš|potřebuješ|chceš", "můžete|otevřete|vyberte|klepněte|používáte"),
    "de": ("kannst|möchtest|benötigst|brauchst|verwendest|öffne|wähle|tippe|verlasse|aktualisiere", ""),
    "el": (
        "μπορείς|χρησιμοποιείς|βλέπεις|χρειάζεσαι|θέλεις|επίλεξε|πάτησε|βγες|δες",
        "μπορείτε|χρησιμοποιείτε|επιλέξτε",
    ),
    "es": ("necesitas|usas|utilizas|quieres|elige|sal|toca", ""),
    "et": ("saad|võid|kasutad|vajad|soovid", "saate|võite|kasutate|vajate|soovite"),
    "fa": ("(می.?)?توانی|داری|می.?کنی|می.?خواهی", "(می.?)?توانید|دارید|می.?کنید|می.?خواهید"),
    "fi": (
        "voit|käytät|tarvitset|haluat",
        r"voitte|käytätte|tarvitsette|(avat|valit|napautta|poistu|siirty|päivittä)k[aä]{2}",
    ),
    "fr": ("peux|veux|utilises|choisis|appuie|quitte|touche", "pouvez|voulez|utilisez|choisissez|appuyez|quittez"),
    "ga": ("leat|agat", "libh|agaibh"),
    "gl": ("podes|necesitas|usas|queres", ""),
    "hi": ("सकते हो|करो|खोलो|चुनो", ""),
    "hr": ("možeš|koristiš|trebaš|želiš|gledaš", "možete|koristite|trebate|želite|gledate"),
    "hu": ("folytathatod|használhatod|viheted|használsz|találod|frissíts|lépj", "folytathatja|használhatja|lépjen"),
    "hy": ("կարող ես|բացիր|ընտրիր|հպիր|օգտագործում ես", "կարող եք|բացեք|ընտրեք|հպեք|օգտագործում եք"),
    "it": ("puoi|vuoi|usi|apri|scegli|tocca", "tocchi|scelga|aggiorni|apra|esca|passi"),
    "ka": ("შეგიძლია|გახსენი|აირჩიე|შეეხე|იყენებ", "შეგიძლიათ|გახსენით|აირჩიეთ|შეეხეთ|იყენებთ"),
    "kk": ("аласың|отырсың|болсаң", "аласыз|отырсыз|болсаңыз"),
    # "Gali" is "you can" at the beginning only: elsewhere it is what the parts of the page may do.
    "lt": ("(?-i:Gali)|pasirink|paliesk|atidaryk|naudoji|nori", "galite|pasirinkite|palieskite|naudojate|norite"),
    "lv": ("vari|izvēlies|pieskaries|vēlies", "varat|izvēlieties|pieskarieties|vēlaties"),
    "mk": ("можеш|користиш|гледаш|сакаш", "можете|користите|гледате|сакате"),
    "pt_BR": ("podes|precisas|usas|queres|escolhe|toca|fica", ""),
    "pt_PT": ("podes|precisas|usas|queres|escolhe|toca|fica", ""),
    "ro": ("poți|folosești|vezi|vrei", "puteți|folosiți|vedeți|vreți"),
    "ru": ("можешь|хочешь|открой|выбери|нажми|используешь", "можете|хотите|откройте|выберите|нажмите|используете"),
    "sk": ("môžeš|vyber|klepni|ťukni|používaš|potrebuješ|chceš", "môžete|vyberte|klepnite|ťuknite|používate"),
    "sl": ("uporabljaš|potrebuješ|želiš|gledaš", "uporabljate|potrebujete|želite|gledate"),
    "sr_Cyrl": ("можеш|користиш|гледаш|желиш", "можете|користите|гледате|желите"),
    "sr_Latn": ("možeš|koristiš|gledaš|želiš", "možete|koristite|gledate|želite"),
    "tr": (r"\w+[ae]bilirsin|\w+[ıiuü]yorsan", ""),
    "uk": ("можеш|хочеш|відкрий|вибери|обери|торкнися|натисни", "можете|хочете|відкрийте|виберіть|оберіть|торкніться"),
    "ur": ("سکتے ہو|کرو|کھولو", "سکتے ہیں"),
}
for _language, _verbs in _VERBS.items():
    _familiar, _polite = ("|".join(filter(None, both)) for both in zip(FORMS[_language], _verbs, strict=True))
    FORMS[_language] = (_familiar, _polite)
FORMS["es_419"] = FORMS["es"]
#: Familiar forms by their endings, and the ending that makes the polite word, which the dictionary must have.
_POLITE_ENDINGS = {
    "be": "ы ыце|й йце|еш еце|эш эце|аш аце|іш іце|ыш ыце|ешся ецеся",
    "bg": "й йте|ш те",
    "cs": "i ete|i ěte|r rte|l lte|j jte|š te",
    "el": "ε τε|ε ετε|εις ειτε|εις ετε|εσαι εστε",
    "hr": "š te",
    "hy": "իր եք",
    "id": "mu ",
    "lt": "k kite",
    "ms": "mu ",
    "ru": "и ите|й йте|ь ьте|йся йтесь|ись итесь|ешь ете|ёшь ёте|ишь ите|ешься етесь|ишься итесь",
    "sk": "i ite|r rte|l lte|j jte|š te",
    "sl": "š te",
    "sr_Cyrl": "ш те",
    "sr_Latn": "š te",
    "uk": "и іть|й йте|ь ьте|ися іться|йся йтеся|еш ете|єш єте|иш ите|їш їте|єшся єтеся",
}
#: The same for the verbs of our own sentences: choose, leave, tap, and others where the form stands for nothing else.
#: On buttons many languages have the familiar form.
_IN_SENTENCES = {
    "az": ("seç|çıx|keç", ""),
    "be": ("выйдзі", ""),
    "bg": ("излез", ""),
    "ca": ("tria|surt", ""),
    "de": ("verlass|wähl", ""),
    "et": ("ava|jätka|mine|puuduta|sulge|uuenda|vali|välju", ""),
    "eu": ("baduk|badun|dezakek|dezaken", "baduzu|dezakezu"),
    "ga": ("roghnaigh|tapáil|fág", "roghnaígí|tapáiligí|fágaigí"),
    "gl": ("escolle|sae", "escolla|saia|toque|pode|abra"),
    "hr": ("odaberi|izađi|dodirni|prijeđi", ""),
    "hy": ("արի|անցիր", "եկեք|անցեք"),
    "is": ("veldu|ýttu|notar|skaltu", "veljið|ýtið|notið|skuluð"),
    "kk": ("таңда|шық|өт", "таңдаңыз|шығыңыз|өтіңіз"),
    "lv": ("izej|atjaunini", ""),
    "pl": ("wybierz|dotknij|wyłącz", "wybierzcie|dotknijcie|wyłączcie|proszę"),
    "pt_BR": ("sai", ""),
    "pt_PT": ("sai", ""),
    "ro": ("alege|ieși|treci|atinge", ""),
    "sl": ("izberi|zapusti|dotakni|preidi", ""),
    "sq": ("zgjidh|dil|prek|kalo", "zgjidhni|dilni|prekni|kaloni"),
    "sr_Cyrl": ("изабери|изађи|додирни|пређи", ""),
    "sr_Latn": ("izaberi|izađi|dodirni|pređi", ""),
    "tr": ("seç|çık|geç", ""),
    "uz": ("tanla|chiq|teg", ""),
}
_BUTTONS = frozenset({"button", "button and heading", "link"})
_SHORTEST = 4  # letters
#: Where it shows at the end of sentences: familiar or plain, and polite. Not bounded by words.
ENDINGS = {
    "ja": (r"(?:だ|である|しろ|せよ|ない|なさい)(?:。|$)", r"(?:です|ます|ません|ください|でした|ました)(?:。|$)"),
    "ko": (r"(?:(?<![니습])다|해|[해어아여]라|줘)(?:\.|$)", r"(?:니다|요|시오)(?:\.|$)"),
    "th": ("เธอ|เอ็ง|มึง", "คุณ|ท่าน"),
}
_SIGNS = frozenset({"zh_Hans", "zh_Hant"})


def check(language: str, texts: Iterable[Text], knows: Knows | None) -> Iterator[Finding]:
    """The rarer of the two forms, where a catalog has both. ``knows``: the dictionary, None without one."""
    patterns = ENDINGS.get(language) or FORMS.get(language)
    if patterns is None:
        return
    found: tuple[list[tuple[Text, str]], list[tuple[Text, str]]] = ([], [])
    for text in texts:
        own = ("", "") if text.context in _BUTTONS else _IN_SENTENCES.get(language, ("", ""))
        for pattern, verbs, where in zip(patterns, own, found, strict=True):
            word = _first(text.text, pattern, bare=language in ENDINGS or language in _SIGNS)
            word = word or _first(text.text, verbs, bare=False)
            if word:
                where.append((text, word))
        word = _familiar_by_ending(language, text, knows)
        if word:
            found[0].append((text, word))
    rarer, commoner = sorted(found, key=len)
    if rarer:
        other = commoner[0][1]
        for text, word in rarer:
            yield Finding(
                "register", text.key, f"{word!r} speaks to the visitor otherwise than {other!r} elsewhere", word
            )


def _familiar_by_ending(language: str, text: Text, knows: Knows | None) -> str:
    """The first word of a sentence that another ending makes a polite one; "" for none."""
    if text.context in _BUTTONS:
        return ""
    by_ending = [pair.split(" ") for pair in filter(None, _POLITE_ENDINGS.get(language, "").split("|"))]
    for word in map(str.lower, words(text.text)):
        if knows is None or len(word) < _SHORTEST or word in NAMES:
            continue
        plain = _unaccented(word) if language == "el" else word
        for ending, polite in by_ending:
            if plain.endswith(ending) and any(map(knows, _accented(language, plain.removesuffix(ending) + polite))):
                return word
    return ""


def _accented(language: str, word: str) -> Iterator[str]:
    """A word as it may be written: in Greek with the accent on each of its vowels."""
    if language != "el":
        yield word
        return
    for index, letter in enumerate(word):
        if letter in "αεηιουω":
            yield unicodedata.normalize("NFC", f"{word[: index + 1]}\u0301{word[index + 1 :]}")


def _unaccented(word: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace("\u0301", ""))


def _first(text: str, pattern: str, bare: bool) -> str:
    """The first word of a text, or two in a row, that is of this form; "" for none."""
    if bare:
        match = re.search(pattern, text)
        return match[0] if match else ""
    said = words(text)
    pairs = [" ".join(pair) for pair in pairwise(said)]
    return next((word for word in [*said, *pairs] if re.fullmatch(pattern, word, re.IGNORECASE)), "")
