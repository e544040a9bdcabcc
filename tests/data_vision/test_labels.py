"""What each emoji is labelled, and which are left out."""

import pytest

from data.vision.labels import Names, design, label, label_unknown, parse

MINOR = {
    "baby": "1f476",
    "baby, dark skin": "1f476-1f3ff",
    "child": "1f9d2",
    "boy": "1f466",
    "girl": "1f467-1f3fb",
    "baby angel": "1f47c",
    "nursing": "1f931",
    "woman feeding baby": "1f469-1f3fd-200d-1f37c",
    "family": "1f46a",
    "family of man, woman, girl, boy": "1f468-200d-1f469-200d-1f467-200d-1f466",
    "family of adult and child": "1f9d1-200d-1f9d2",
    "children crossing": "1f6b8",
    "baby symbol": "1f6bc",
}
ADULT = {
    "man": "1f468",
    "woman, dark skin": "1f469-1f3ff",
    "old woman": "1f475",
    "police officer": "1f46e",
    "woman running": "1f3c3-200d-2640-fe0f",
    "teacher": "1f9d1-200d-1f3eb",
    "couple with heart": "1f491",
    "pregnant woman": "1f930",
    "person bouncing ball": "26f9-fe0f",
}
NONE = {
    "yellow smiley": "1f600",
    "cat face": "1f431",
    "baby bottle alone": "1f37c",
    "baby chick": "1f424",
    "teddy bear": "1f9f8",
    "graduation cap alone": "1f393",
    "flag": "1f1eb-1f1f7",
    "raised hand": "270b-1f3fd",
    "keycap": "31-fe0f-20e3",
}
DROPPED = {
    "person taking bath": "1f6c0",
    "swimmer": "1f3ca-1f3fc",
    "sauna": "1f9d6",
    "bikini": "1f459",
    "kiss": "1f48f",
    "kiss of two people": "1f469-200d-2764-fe0f-200d-1f48b-200d-1f468",
    "kiss mark": "1f48b",
    "merperson": "1f9dc",
    "fairy": "1f9da",
    "elf": "1f9dd-200d-2642-fe0f",
    "prince": "1f934",
    "princess": "1f478",
    "student": "1f468-200d-1f393",
    "private use": "e000",
}


@pytest.mark.parametrize(
    ("code", "expected"),
    [(code, "minor") for code in MINOR.values()]
    + [(code, "adult") for code in ADULT.values()]
    + [(code, "none") for code in NONE.values()]
    + [(code, None) for code in DROPPED.values()],
    ids=[*MINOR, *ADULT, *NONE, *DROPPED],
)
def test_label_by_code_points(code: str, expected: str | None) -> None:
    assert label(parse(code)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1f467", "1f467-1f3ff"),
        ("1f468-200d-1f373", "1f469-1f3fd-200d-1f373"),
        ("1f3c3", "1f3c3-200d-2640-fe0f"),
        ("1f46a", "1f468-200d-1f469-200d-1f466"),
        ("1f9d1-200d-1f9d2", "1f469-200d-1f467-200d-1f467"),
    ],
)
def test_variants_share_a_design(one: str, other: str) -> None:
    assert design(parse(one)) == design(parse(other))


def test_different_drawings_have_different_designs() -> None:
    codes = ["1f466", "1f467", "1f9d2", "1f476", "1f47c", "1f468", "1f468-200d-1f373", "1f46a", "1f600", "2640"]
    assert len({design(parse(code)) for code in codes}) == len(codes)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("baby", "1f476"),
        ("baby-medium-dark-skin-tone", "1f476"),
        ("baby-2", "1f476"),
        ("babyangel", "1f47c"),
        ("man-climbing-tone3", "1f9d7-200d-2642-fe0f"),
        ("gpa", "1f474"),
        ("childrencrossing", "1f6b8"),
    ],
)
def test_names_give_code_points(name: str, code: str) -> None:
    names = Names([{"1f476": "baby", "1f9d7-200d-2642-fe0f": "man-climbing"}])
    assert names.points(name) == parse(code)


@pytest.mark.parametrize("name", ["boy-standing", "little-girl", "schoolboy", "man-with-surprise", "kids-menu-kid"])
def test_an_unknown_name_that_hints_at_a_person_is_left_out(name: str) -> None:
    assert Names([]).points(name) is None
    assert label_unknown(name) is None


@pytest.mark.parametrize("name", ["flag-for-malta", "3d-printer", "germany", "cowboy-hat-face"])
def test_an_unknown_name_of_a_thing_shows_nobody(name: str) -> None:
    assert label_unknown(name) == "none"
