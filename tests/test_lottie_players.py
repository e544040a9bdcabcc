"""A Lottie document is drawn as lottie-web shows it, however it is written, or refused by name."""

import numpy as np
import numpy.typing as npt
import pytest

from stickerguard.errors import DecodeError
from stickerguard.images import decode
from tests.test_lottie import Json, composition, layer, packed

RED, GROUND = [255, 0, 0], [127, 127, 127]


def square(**changes: object) -> list[Json]:
    """A red square over the whole picture, in a group, as exporters write it."""
    transform = {"ty": "tr", "p": {"a": 0, "k": [0, 0]}, "s": {"a": 0, "k": [100, 100]}, "o": {"a": 0, "k": 100}}
    rectangle = {"ty": "rc", "p": {"a": 0, "k": [50, 50]}, "s": {"a": 0, "k": [100, 100]}, "r": {"a": 0, "k": 0}}
    fill = {"ty": "fl", "c": {"a": 0, "k": [1, 0, 0, 1]}, "o": {"a": 0, "k": 100}} | changes
    return [{"ty": "gr", "it": [rectangle, fill, transform]}]


def turned_around(value: object) -> object:
    """All keys in the opposite order."""
    if isinstance(value, dict):
        return {key: turned_around(part) for key, part in reversed(value.items())}
    return [turned_around(part) for part in value] if isinstance(value, list) else value


def middle(data: bytes) -> npt.NDArray[np.uint8]:
    return decode(data).frames[0].rgb[50, 50]


@pytest.mark.parametrize(
    "changes",
    [{}, {"ks": {"p": {"s": True, "x": {"a": 0, "k": 100}, "y": {"a": 0, "k": 0}}, "a": {"a": 0, "k": [100, 0]}}}],
    ids=["shapes", "place in two parts"],
)
def test_the_order_of_keys_changes_nothing(changes: Json) -> None:
    made = layer(shapes=square(), **changes)
    assert middle(packed(layers=[made])).tolist() == RED
    assert middle(packed(layers=[turned_around(made)])).tolist() == RED


@pytest.mark.parametrize("flag", [0, None, False])
def test_a_number_for_a_flag_is_one(flag: object) -> None:
    shapes = [part | {"hd": flag} for part in square(hd=flag, fillEnabled=flag)]
    assert middle(packed(layers=[layer(shapes=shapes, hd=flag, hasMask=flag)])).tolist() == RED
    assert middle(packed(layers=[layer(shapes=square(), hd=1)])).tolist() == GROUND


def test_a_shape_is_hidden_by_true_alone() -> None:
    assert middle(packed(layers=[layer(shapes=square(hd=1))])).tolist() == RED
    assert middle(packed(layers=[layer(shapes=square(hd=True))])).tolist() == GROUND


@pytest.mark.parametrize("name", [7, "seven", "7"])
def test_a_composition_may_be_called_by_a_number(name: object) -> None:
    inner = {"id": name, "layers": [layer(shapes=square())]}
    assert middle(packed(layers=[composition(name)], assets=[inner])).tolist() == RED


@pytest.mark.parametrize(
    ("first", "second"),
    [({"id": "a"}, {"id": "a"}), ({"id": 7}, {"id": "7"}), ({}, {"id": "b"}), ({"id": None}, {"id": "b"})],
    ids=["twice", "number and text", "no name", "null"],
)
def test_compositions_whose_names_players_take_differently_are_refused(first: Json, second: Json) -> None:
    parts = [first | {"layers": [layer(shapes=square())]}, second | {"layers": [layer()]}]
    shown = composition("")
    del shown["refId"]
    if "id" in first:
        shown["refId"] = first["id"]
    with pytest.raises(DecodeError) as caught:
        decode(packed(layers=[shown], assets=parts))
    assert caught.value.code == "corrupt"
