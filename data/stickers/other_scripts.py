"""Everyday phrases in scripts that the recogniser does not know: text all the same, which must count as unreadable."""

from __future__ import annotations

import random
from dataclasses import dataclass

from data.fonts import has_font
from data.stickers.faces import Face, installed_face

_NOTO, _DEJAVU, _FREE, _CORE = "fonts-noto-cjk", "fonts-dejavu-core", "fonts-freefont-ttf", "fonts-noto-core"
PHRASES = {
    "ko": (
        "안녕하세요",
        "감사합니다",
        "좋은 아침",
        "잘 자요",
        "힘내요",
        "내일 봐요",
        "배고파요",
        "생일 축하해요",
        "고마워",
    ),
    "ru": ("доброе утро", "спасибо", "спокойной ночи", "до завтра", "с днём рождения", "как дела", "ПРИВЕТ", "устал"),
    "th": ("สวัสดี", "ขอบคุณ", "ราตรีสวัสดิ์", "สุขสันต์วันเกิด", "เจอกันพรุ่งนี้", "หิวแล้ว"),
    "ar": ("صباح الخير", "شكرا لك", "تصبح على خير", "أراك غدا", "عيد ميلاد سعيد"),
    "hi": ("सुप्रभात", "धन्यवाद", "शुभ रात्रि", "कल मिलते हैं", "नमस्ते"),
    "he": ("בוקר טוב", "תודה רבה", "לילה טוב", "נתראה מחר"),
    "ka": ("დილა მშვიდობისა", "გმადლობთ", "ღამე მშვიდობისა", "გილოცავ"),
    "hy": ("բարի լույս", "շնորհակալություն", "բարի գիշեր"),
    "lo": ("ສະບາຍດີ", "ຂອບໃຈ", "ຝັນດີ"),
    "bn": ("সুপ্রভাত", "ধন্যবাদ", "শুভ রাত্রি", "কাল দেখা হবে"),
    "ta": ("வணக்கம்", "நன்றி", "காலை வணக்கம்", "இனிய இரவு"),
    "am": ("ሰላም", "አመሰግናለሁ", "እንደምን አደርክ"),
}
LETTERS = {
    "ko": "가나다라마바사아자차카타파하고노도로모보소오조구두루무부수우주그는들르스으즈"
    "기니디리미비시이지안녕감합좋은응헐대박ㅋㅎㅠㅜㅇ",
    "ru": "бвгджзийклмнптфцчшщыэюяаеоу",
    "th": "กขคงจชดตทนบปพมรลวสหอายเแโไ",
    "ar": "بتثجحخدذرزسشصضطعغفقكلمنهويا",
    "hi": "अआइईउऊएओकखगघचछजटठडतथदधनपफबभमयरलवशसह",
    "he": "אבגדהוזחטיכלמנסעפצקרשת",
    "ka": "აბგდევზთიკლმნოპრსტუფქღყშჩცძწჭხჯჰ",
    "hy": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքֆ",
    "lo": "ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮະາ",
    "bn": "অআইউএওকখগঘচছজটডতথদধনপফবভমযরলশসহ",
    "ta": "அஆஇஈஉஎஏஒஓகசஞடணதநனபமயரலவழளற",
    "am": "ሀለመሰረሸቀበተቸነአከወዘየደጀገጠጨጸፀፈፐሁሉሙሲራሽቁባቴ",
    "km": "កខគឃងចឆជញដតថទធនបផពភមយរលវសហឡអ",
    "my": "ကခဂငစဆဇညတထဒနပဖဗမယရလဝသဟအ",
    "te": "అఆఇఉఎఒకఖగచజటడతదనపబమయరలవశసహ",
    "gu": "અઆઇઉએઓકખગચજટડતદનપબમયરલવશસહ",
    "si": "අආඇඉඋඑඔකගචජටඩතදනපබමයරලවසහ",
}
"""Of which short words are made by chance, most of them none: as short as the Korean for yes, and no two alike."""
_LONGEST = 4
_FACES: dict[str, dict[str, tuple[Face, ...]]] = {
    "fit": {
        "ko": (Face("NotoSansCJK-Bold.ttc", _NOTO, 1),),
        "ru": (Face("DejaVuSans-Bold.ttf", _DEJAVU), Face("DejaVuSerif-Bold.ttf", _DEJAVU)),
        "th": (Face("FreeSerif.ttf", _FREE), Face("FreeSerifBold.ttf", _FREE)),
        "ka": (Face("DejaVuSans-Bold.ttf", _DEJAVU), Face("DejaVuSerif-Bold.ttf", _DEJAVU)),
        "hy": (Face("DejaVuSans-Bold.ttf", _DEJAVU), Face("DejaVuSerif-Bold.ttf", _DEJAVU)),
        "lo": (Face("DejaVuSans-Bold.ttf", _DEJAVU),),
        "bn": (Face("FreeSerif.ttf", _FREE),),
        "ta": (Face("FreeSerif.ttf", _FREE),),
        "am": (Face("FreeSerif.ttf", _FREE),),
    },
    "held out": {
        "ko": (Face("NotoSerifCJK-Bold.ttc", _NOTO, 1),),
        "ru": (Face("FreeSansBold.ttf", _FREE), Face("FreeSerif.ttf", _FREE)),
        "ar": (Face("DejaVuSans-Bold.ttf", _DEJAVU),),
        "hi": (Face("FreeSans.ttf", _FREE), Face("FreeSansBold.ttf", _FREE)),
        "he": (Face("DejaVuSans-Bold.ttf", _DEJAVU),),
    },
}
"""By half: the scripts of Arabic, Hindi and Hebrew are held out altogether."""
for _lang, _name in {
    "th": "Thai", "ka": "Georgian", "hy": "Armenian", "lo": "Lao", "bn": "Bengali", "ta": "Tamil", "am": "Ethiopic",
    "km": "Khmer", "my": "Myanmar", "te": "Telugu", "gu": "Gujarati", "si": "Sinhala",
}.items():  # fmt: skip
    _FACES["fit"][_lang] = (
        *_FACES["fit"].get(_lang, ()),
        *(
            Face(f"Noto{style}{_name}-{weight}.ttf", _CORE)
            for style in ("Sans", "Serif")
            for weight in ("Regular", "Bold")
        ),
    )


@dataclass(frozen=True, slots=True)
class OtherScript:
    """Phrases in `lang`, in the faces of a `half`, "fit" or "held out"."""

    lang: str
    half: str

    @property
    def latin(self) -> bool:
        """Words of narrow letters, but Korean."""
        return self.lang != "ko"

    def phrase(self, source: random.Random) -> str:
        """An everyday phrase, or up to four letters by chance."""
        if self.lang in PHRASES and source.random() < 0.5:
            return source.choice(PHRASES[self.lang])
        return "".join(source.choices(LETTERS[self.lang], k=source.randint(1, _LONGEST)))

    def face(self, source: random.Random, *, script: bool = False) -> Face:
        """Raises FileNotFoundError naming the packages, where none is installed."""
        return installed_face(source, self.lang, _FACES[self.half][self.lang])


def other_script(source: random.Random, half: str) -> OtherScript:
    """Any script of a `half`, "fit", "held out" or "both"."""
    half = source.choice(("fit", "held out")) if half == "both" else half
    there = [lang for lang, faces in _FACES[half].items() if any(has_font(face.file) for face in faces)]
    return OtherScript(source.choice(there or list(_FACES[half])), half)
