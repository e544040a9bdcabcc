"""A Lottie document is checked before a renderer sees it, and its text layers are read."""

import gzip
import json

import pytest

from stickerguard import CANARY, DecodeError, LimitError, StickerClassifier, StickerguardError
from stickerguard.images import decode
from stickerguard.lottie_text import text_lines
from tests.test_motion import lottie

Json = dict[str, object]
SQUARE: list[Json] = [
    {"ty": "rc", "p": {"a": 0, "k": [50, 50]}, "s": {"a": 0, "k": [40, 40]}, "r": {"a": 0, "k": 0}},
    {"ty": "fl", "c": {"a": 0, "k": [1, 0, 0, 1]}, "o": {"a": 0, "k": 100}},
]


def layer(**changes: object) -> Json:
    return {"ty": 4, "ind": 1, "ip": 0, "op": 10, "st": 0, "ks": {}, "shapes": SQUARE} | changes


def composition(name: object) -> Json:
    return {"ty": 0, "ind": 9, "ip": 0, "op": 10, "st": 0, "ks": {}, "refId": name, "w": 100, "h": 100}


def repeated(inner: list[Json], copies: object) -> list[Json]:
    return [{"ty": "gr", "it": [*inner, {"ty": "rp", "c": copies, "o": {"a": 0, "k": 0}, "tr": {}}]}]


def written(text: object, **changes: object) -> Json:
    return {
        "ty": 5,
        "ip": 0,
        "op": 10,
        "st": 0,
        "ks": {},
        "t": {"d": {"k": [{"s": {"t": text, "s": 20}, "t": 0}]}},
    } | changes


def packed(**changes: object) -> bytes:
    return gzip.compress(json.dumps(lottie(**changes)).encode())


def nested(depth: int) -> list[Json]:
    shapes = SQUARE
    for _ in range(depth):
        shapes = [{"ty": "gr", "it": shapes}]
    return shapes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"layers": [composition("a")], "assets": [{"id": "a", "layers": [composition("a")]}]}, "corrupt"),
        (
            {
                "layers": [composition("a")],
                "assets": [{"id": "a", "layers": [composition("b")]}, {"id": "b", "layers": [composition("a")]}],
            },
            "corrupt",
        ),
        ({"layers": [composition("none")]}, "corrupt"),
        ({"layers": [layer(parent=1)]}, "corrupt"),
        ({"layers": [layer(parent=2), layer(ind=2, parent=1)]}, "corrupt"),
        ({"layers": [{}]}, "corrupt"),
        ({"layers": "x"}, "corrupt"),
        ({"layers": [1]}, "corrupt"),
        ({"layers": [layer(shapes=5)]}, "corrupt"),
        ({"layers": [layer(shapes=[{"ty": "gr"}])]}, "corrupt"),
        ({"layers": [layer(shapes=nested(60))]}, "too_complex"),
        ({"layers": [layer(shapes=repeated(SQUARE, {"a": 0, "k": 10**9}))]}, "too_complex"),
        ({"layers": [layer(shapes=repeated(SQUARE, {"a": 1, "k": [{"t": 0, "s": [10**9]}]}))]}, "too_complex"),
        (
            {
                "layers": [
                    layer(shapes=repeated(repeated(repeated(SQUARE, {"a": 0, "k": 50}), {"k": 50}), {"a": 0, "k": 50}))
                ]
            },
            "too_complex",
        ),
        ({"layers": [layer(shapes=[{"ty": "sr", "pt": {"a": 0, "k": 1e9}}])]}, "too_complex"),
        (
            {
                "layers": [composition("a9")],
                "assets": [
                    {"id": "a0", "layers": [layer()]},
                    *({"id": f"a{n}", "layers": [composition(f"a{n - 1}")] * 10} for n in range(1, 10)),
                ],
            },
            "too_complex",
        ),
        ({"fr": float("nan")}, "corrupt"),
    ],
    ids=[
        *("comp in itself", "comps in each other", "comp missing", "own parent", "parents in a ring", "empty layer"),
        *("no list", "no objects", "no shapes", "empty group", "deep", "many copies", "animated copies"),
        *("copies of copies", "star", "comps of comps", "not a number"),
    ],
)
def test_what_a_renderer_would_choke_on_is_refused(changes: Json, code: str) -> None:
    with pytest.raises(StickerguardError) as caught:
        decode(packed(**changes))
    assert caught.value.code == code


def test_what_is_large_but_sound_is_drawn() -> None:
    shapes = repeated(SQUARE, {"a": 0, "k": 20})
    inner = {"id": "a", "layers": [layer(shapes=nested(20)), layer(ind=2, parent=1, shapes=shapes)]}
    assert decode(packed(layers=[composition("a"), composition("a")], assets=[inner])).info.decoded == 10


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"layers": [layer(), written("good morning")]}, ("good morning",)),
        ({"layers": [written("good\rmorning\x03all")]}, ("good", "morning", "all")),
        ({"layers": [composition("a")], "assets": [{"id": "a", "layers": [written("inside")]}]}, ("inside",)),
        ({"layers": [layer(), written("unseen", hd=True)]}, ()),
        ({"layers": [written("one"), written("two"), written("one")]}, ("one", "two", "two one")),
        ({"layers": [layer()], "slots": {"words": {"p": {"k": [{"s": {"t": "slot"}, "t": 0}]}}}}, ("slot",)),
    ],
    ids=["layer", "lines", "composition", "hidden", "several", "slot"],
)
def test_text_layers_are_read_from_the_document(changes: Json, text: tuple[str, ...]) -> None:
    assert decode(packed(**changes)).text == text


SCRIPTED: Json = {"a": 0, "k": 100, "x": "var $bm_rt = 100;"}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"ks": {"o": SCRIPTED}}, "script"),
        (
            {
                "shapes": [
                    SQUARE[0],
                    {"ty": "fl", "c": {"a": 0, "k": [1, 0, 0, 1], "sid": "ink"}, "o": {"a": 0, "k": 9}},
                ]
            },
            "slot",
        ),
        ({"ef": [{"ty": 21, "en": 1, "ef": []}]}, "effects"),
        ({"bm": 1}, "blended"),
        ({"shapes": [{"ty": "gr", "bm": 3, "it": SQUARE}]}, "blended"),
    ],
)
def test_what_only_other_players_show_is_refused_by_name(changes: Json, missing: str) -> None:
    with pytest.raises(DecodeError, match=missing) as caught:
        decode(packed(layers=[layer(**changes)]))
    assert caught.value.code == "unsupported_format"


@pytest.mark.parametrize(
    "changes",
    [
        {"ef": []},
        {"ef": [{"ty": 21, "en": 0}]},
        {"bm": 0},
        {"ddd": 0, "sr": 1, "ao": 0},
        {"ks": {"o": {"a": 0, "k": 50}}},
    ],
)
def test_what_exporters_write_everywhere_is_drawn(changes: Json) -> None:
    assert decode(packed(layers=[layer(**changes)])).frames
    hidden = layer(hd=True, ks={"o": SCRIPTED})
    assert decode(packed(layers=[layer(**changes), hidden])).frames


def test_a_text_layer_filled_in_from_elsewhere_is_refused_by_name() -> None:
    with pytest.raises(DecodeError, match="text layer") as caught:
        decode(packed(layers=[layer(), written(None)]))
    assert caught.value.code == "unsupported_format"


@pytest.mark.parametrize("text", ["", "good day"])
def test_a_text_layer_whose_text_a_script_gives_is_refused_by_name(text: str) -> None:
    layer = written(text)
    layer["t"]["d"]["x"] = "var $bm_rt = 'what a player shows'"
    with pytest.raises(DecodeError, match="text layer"):
        decode(packed(layers=[layer]))


def test_text_layers_are_scored_like_text_in_the_picture(exhaustive: StickerClassifier) -> None:
    caption = exhaustive.classify(packed(layers=[written(CANARY)])).caption
    assert (caption.state, caption.suggestive) == ("evaluated", 1.0)
    assert [(line.text, line.frame) for line in caption.lines] == [(CANARY, None)]
    given = exhaustive.classify(packed(layers=[written(CANARY)]), caption="good morning").caption
    assert {line.text for line in given.lines} == {CANARY, "good morning"}


def at(text: str, x: float, y: float = 50, **changes: object) -> Json:
    return written(text, ks={"p": {"a": 0, "k": [x, y, 0]}}, **changes)


def letters(word: str) -> list[Json]:
    return [at(letter, 5 * number) for number, letter in enumerate(word)]


def in_compositions(word: str) -> Json:
    """A composition for each letter, shown as often as the letter is there."""
    made = {letter: {"id": letter, "layers": [written(letter)]} for letter in word}
    shown = [composition(letter) | {"ks": {"p": {"k": [5 * number, 0]}}} for number, letter in enumerate(word)]
    return {"layers": shown, "assets": list(made.values())}


SHUFFLED = [letters(CANARY)[number] for number in sorted(range(len(CANARY)), key=lambda n: n * 7 % len(CANARY))]


@pytest.mark.parametrize(
    "changes",
    [
        {"layers": letters(CANARY)},
        {"layers": letters(CANARY)[::-1]},
        {"layers": SHUFFLED},
        {"layers": [at("GUARD-CANARY", 40), at("STICKER", 0)]},
        {"layers": [written("GUARD-CANARY"), written("STICKER")]},
        {"layers": [at("CANARY", 0, 80), at("STICKER", 0, 0), at("-", 0, 60), at("GUARD", 0, 30)]},
        {
            "layers": [
                written("GUARD-CANARY", parent=7, ks={"p": {"k": [-5, 0]}}),
                {"ty": 3, "ind": 7, "ks": {"p": {"s": True, "x": {"k": 80}, "y": {"k": 0}}}},
                at("STICKER", 0, 0),
                at(".", 99, 0),
            ]
        },
        in_compositions(CANARY),
        {"layers": [written("S", t={"d": {"k": [{"s": {"t": letter}, "t": n} for n, letter in enumerate(CANARY)]}})]},
    ],
)
def test_words_in_a_layer_for_each_part_are_read(exhaustive: StickerClassifier, changes: Json) -> None:
    assert exhaustive.classify(packed(**changes)).caption.suggestive == 1.0


def test_text_over_itself_is_one_text() -> None:
    assert decode(packed(layers=[at("good day", 5), at("good day", 5)])).text == ("good day",)
    assert decode(packed(layers=[at("ha", 5), at("ha", 50)])).text == ("ha", "ha")


def test_many_compositions_in_each_other_are_no_burden() -> None:
    chain = [{"id": f"a{n}", "layers": [composition(f"a{n - 1}")]} for n in range(1, 3_000)]
    inner = {"id": "a0", "layers": [written("deep")]}
    document = lottie(layers=[composition("a2999")], assets=[inner, *chain])
    assert text_lines(document, "x") == ("deep",)


def test_text_without_end_is_refused() -> None:
    many = {"id": "a", "layers": [written("good day " * 100)]}
    shown = [composition("a") | {"ks": {"p": {"k": [number, 0]}}} for number in range(200)]
    with pytest.raises(LimitError) as caught:
        text_lines(lottie(layers=shown, assets=[many]), "x")
    assert caught.value.code == "too_complex"
