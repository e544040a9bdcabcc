"""What each age wears, does, holds and shows; of two lists the first is for men, the second for women."""

from __future__ import annotations

from data.artists.text import words

WEAR: dict[str, tuple[list[str], list[str]]] = {
    "baby": (words("romper onesie bibbed"), words("romper onesie bibbed frock gown")),
    "child": (
        words("tee stripes shorts shorts overalls hoodie raincoat sailorboy polo salwar kimono kaftan poncho"),
        words("tee dress frock frock pinafore sailor overalls raincoat stripes hoodie salwar kimono shorts"),
    ),
    "adult": (
        words("suit suit shirt shirt coat doctor apron uniform vest polo tee hoodie kaftan kimono salwar poncho"),
        words("blouse blouse longdress longdress coat doctor apron suit sari kimono salwar cardiskirt tee kaftan"),
    ),
    "elderly": (
        words("cardigan vest suit shirt coat kaftan kimono polo"),
        words("cardiskirt cardiskirt longdress coat sari kimono apron kaftan"),
    ),
}
CUTS: dict[str, tuple[list[str], list[str]]] = {
    "baby": (words("bald tuft tuft curl short"), words("bald tuft curl minitails short")),
    "child": (
        words("spiky bowl short crop curly cowlick spiky part"),
        words("pigtails bob long ponytail buns braids afro hime pigtails curly"),
    ),
    "adult": (
        words("spiky part crop short curly balding pomp swept bald tied"),
        words("long flow bob bun ponytail perm pixie hime afro hijab flow"),
    ),
    "elderly": (words("bald balding short part balding"), words("bun perm pixie bob perm hijab")),
}
HATS: dict[str, list[str]] = {
    "baby": words("beanie bonnet"),
    "child": words("cap cap beanie straw school party bow bow"),
    "adult": words("fedora cap chef hard police turban straw beanie"),
    "elderly": words("flat fedora straw beanie"),
}
POSE_OF: dict[str, list[str]] = {
    "baby": words("stand floor floor floor crawl cheer walk floor"),
    "child": words("stand wave cheer hips hold point tilt think jump walk run sit lotus run"),
    "adult": words("stand wave hips hold point think walk sit stand walk tilt cheer run lotus"),
    "elderly": words("stand wave hips hold walk sit point stand"),
}
HOLD: dict[str, list[str]] = {
    "baby": words("rattle teddy bottle ball block"),
    "child": words("balloon teddy ball kite book block icecream net lolly pencil flower"),
    "adult": words("briefcase mug phone wrench guitar paper bag pan cup book balloon flower umbrella laptop"),
    "elderly": words("stick stick stick paper mug bag flower book umbrella"),
}
# How often each mark of age is drawn; casting drops those of the other sex.
MARKS: dict[str, dict[str, float]] = {
    "elderly": {"wrinkles": 0.75, "glasses": 0.45, "beard": 0.25, "moustache": 0.3, "bags": 0.4, "brows": 0.7},
    "adult": {
        "beard": 0.22,
        "moustache": 0.16,
        "stubble": 0.14,
        "glasses": 0.18,
        "brows": 0.8,
        "lashes": 0.75,
        "bags": 0.12,
        "ring": 0.3,
        "lips": 0.45,
        "cheekbone": 0.3,
        "blush": 0.08,
    },
    "child": {
        "blush": 0.55,
        "freckles": 0.15,
        "glasses": 0.12,
        "brows": 0.5,
        "gap": 0.2,
        "lashes": 0.2,
        "plaster": 0.05,  # not drawn, but the choices after it hang on its being asked
        "pack": 0.25,
    },
    "baby": {"blush": 0.75, "brows": 0.25, "dummy": 0.2},
}
