"""Which clothes, hats and hair go with whom."""

from __future__ import annotations

from data.artists.text import words

# sleeve (share of the arm), bottom, detail
WEAR = {
    "tee": (0.45, "shorts", "motif"), "stripe": (1.0, "pants", "stripes"), "overall": (0.45, "pants", "bib"),
    "romper": (1.0, "romper", "buttons"), "smock": (1.0, "shorts", "smock"), "sailor": (0.5, "skirt", "sailor"),
    "blazer": (1.0, "shorts", "suit"), "frock": (0.4, "knee", "collar"), "hoodie": (1.0, "pants", "hood"),
    "suit": (1.0, "pants", "suit"), "skirtsuit": (1.0, "pencil", "suit"), "blouse": (1.0, "long", "bowtie"),
    "shirt": (1.0, "pants", "tie"), "apron": (1.0, "pants", "apron"), "coat": (1.0, "knee", "coat"),
    "kimono": (1.0, "robe", "kimono"), "hanbok": (1.0, "bell", "hanbok"), "sari": (0.4, "robe", "sari"),
    "kaftan": (1.0, "robe", "kaftan"), "qipao": (0.3, "knee", "qipao"), "hivis": (1.0, "pants", "hivis"),
    "police": (0.5, "pants", "police"), "cardigan": (1.0, "long", "cardigan"), "track": (1.0, "pants", "zip"),
    "vest": (1.0, "pants", "vest"), "bib": (1.0, "romper", "babybib"), "jumper": (0.0, "skirt", "bib"),
    "tee2": (0.45, "shorts", "star"), "tee3": (0.5, "pants", "bearface"), "tee4": (0.4, "skirt", "star"),
}  # fmt: skip
FITS = {
    "baby": words("romper romper romper bib bib bib frock kimono overall stripe"),
    "child": words(
        "tee tee2 tee3 tee4 stripe overall overall smock smock sailor blazer frock frock hoodie jumper track "
        "kimono hanbok sari kaftan qipao"
    ),
    "m": words("suit suit suit shirt shirt apron coat kimono kaftan hivis police vest track hoodie tee tee3 stripe"),
    "f": words(
        "skirtsuit skirtsuit blouse blouse blouse apron coat kimono hanbok sari sari kaftan qipao police "
        "cardigan cardigan shirt frock tee"
    ),
    "em": words("vest vest vest shirt cardigan kimono kimono kaftan suit coat apron"),
    "ef": words("cardigan cardigan cardigan apron apron kimono hanbok sari kaftan blouse coat"),
}
SMALL_HATS = words("cap cap school school beanie straw bow bow bow band party flower")
BIG_HATS = {
    "m": words("fedora hard chef turban cap towel straw beanie"),
    "f": words("straw scarf beret band flower chef bow"),
}
WORK_HATS = {"police": "police", "hivis": "hard", "apron": "scarf", "kaftan": "turban"}
KID_FRONT = {"m": words("bowl short short spiky buzz bangs curly"), "f": words("bangs bangs bowl centre part curly")}
MAN_FRONT = words("slick slick pomp part part recede recede buzz short centre sides curly")
KID_BACK = words("pigtails pigtails hightails hightails bob bob braids twobuns ponytail shoulder afro long")
LADY_BACK = words("shoulder shoulder long bob ponytail bun lowbun lowbun perm afro long")
