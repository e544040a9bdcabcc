"""A Lottie document is drawn as lottie-web shows it, however it is written, or refused by name."""

import numpy as np
import numpy.typing as npt
import pytest

from stickerguard.errors import DecodeError, LimitError
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


def mask(mode: object, **changes: object) -> Json:
    """A mask with the path of the whole picture."""
    flat = [[0, 0]] * 4
    path = {"i": flat, "o": flat, "v": [[0, 0], [100, 0], [100, 100], [0, 100]], "c": True}
    return {
        "mode": mode,
        "inv": False,
        "pt": {"a": 0, "k": path},
        "o": {"a": 0, "k": 100},
        "x": {"a": 0, "k": 0},
    } | changes


def masked(*masks: Json) -> Json:
    return layer(shapes=square(), hasMask=True, masksProperties=list(masks))


def small(**changes: object) -> Json:
    """A layer with a square in the corner alone."""
    corner = {"ty": "rc", "p": {"a": 0, "k": [5, 5]}, "s": {"a": 0, "k": [9, 9]}, "r": {"a": 0, "k": 0}}
    return layer(shapes=[corner, square()[0]["it"][1]], **changes)  # type: ignore[index]  # JSON


@pytest.mark.parametrize(
    "masks", [[mask("n")], [mask("n", inv=True)], [mask("a"), mask("n")], [mask("a")], [mask("i")], []]
)
def test_a_mask_that_does_nothing_hides_nothing(masks: list[Json]) -> None:
    assert middle(packed(layers=[masked(*masks)])).tolist() == RED


def test_masks_that_are_switched_off_are_none() -> None:
    off = masked(mask("s", inv=True)) | {"hasMask": False}
    assert middle(packed(layers=[off])).tolist() == RED


@pytest.mark.parametrize(
    ("colour", "version", "shown"),
    [
        ([255, 0, 0, 255], "5.5.2", [255, 0, 0]),
        ([-3, 7, 0, 1], "5.5.2", [0, 255, 0]),
        ([0, 0, 255, 1], "4.1.8", [0, 0, 255]),
        ([255, 51, 0, 1], "3.9.9", [255, 51, 0]),
        ([1, 0, 0, 1], "4.1.9", [255, 0, 0]),
        ([1, 0, 0, 1], "10.0.0", [255, 0, 0]),
        ([10**400, 0, 0, 1], "5.5.2", [255, 0, 0]),
    ],
)
def test_colours_are_those_of_the_version_and_end_at_their_ends(
    colour: list[float], version: str, shown: list[int]
) -> None:
    still, moving = {"a": 0, "k": colour}, {"a": 1, "k": [{"t": 0, "s": colour, "h": 1}, {"t": 9, "s": colour, "h": 1}]}
    for made in (still, moving):
        assert middle(packed(v=version, layers=[layer(shapes=square(c=made))])).tolist() == shown


def test_colours_of_gradients_end_at_their_ends() -> None:
    stops = {"p": 2, "k": {"a": 0, "k": [0, 255, 0, 0, 1, 255, 0, 0]}}
    ends = {"t": 1, "s": {"a": 0, "k": [0, 0]}, "e": {"a": 0, "k": [99, 0]}}
    shown = middle(packed(layers=[layer(shapes=square(ty="gf", g=stops, **ends))]))
    assert np.abs(shown.astype(int) - RED).max() <= 3


def test_a_layer_to_cut_out_by_is_not_shown_for_itself() -> None:
    assert middle(packed(layers=[layer(shapes=square(), td=1), small(ind=2)])).tolist() == GROUND
    matte, cut = layer(ind=5, shapes=square(), td=1), layer(shapes=square(), tt=1)
    for follower in (cut, cut | {"tp": 5}):
        assert np.abs(middle(packed(layers=[matte, follower])).astype(int) - RED).max() <= 3


def remapped(*times: float, **changes: object) -> Json:
    ease = {"i": {"x": [1], "y": [1]}, "o": {"x": [0], "y": [0]}}
    frames = [{"t": 10 * number, "s": [time], **ease} for number, time in enumerate(times)]
    return composition("a") | {"tm": {"a": 1, "k": frames}} | changes


INNER = {"id": "a", "layers": [layer(shapes=square(), ip=0, op=99)]}


def test_a_composition_played_at_times_that_the_document_has_is_drawn() -> None:
    assert middle(packed(layers=[remapped(0, 1)], assets=[INNER])).tolist() == RED


@pytest.mark.parametrize(
    ("layers", "missing"),
    [
        ([masked(mask("d"))], "mask of another kind"),
        ([masked(mask("l"))], "mask of another kind"),
        ([masked(mask("f"))], "mask of another kind"),
        ([masked(mask("add"))], "mask of another kind"),
        ([masked(mask("a", inv=1))], "inside out"),
        ([masked(mask("a", x={"a": 0, "k": 30}))], "widened"),
        ([layer(ind=5, td=1), small(ind=6), layer(tt=1, tp=5)], "cut out by"),
        ([small(ind=5, td=1), layer(ind=5, td=1), layer(tt=1, tp=5)], "cut out by"),
        ([layer(ind=5), layer(tt=1)], "cut out by"),
        ([layer(tt=1)], "cut out by"),
        ([layer(td=1), layer(td=1, tt=1), layer(tt=1)], "cut out by"),
        ([remapped(2, 3)], "another time"),
        ([composition("a") | {"tm": {"a": 0, "k": 0.5}}], "another time"),
        ([remapped(0, 1, sr=2)], "another time"),
        ([layer(shapes=[*square(), {"ty": "op", "a": {"a": 0, "k": 5}}])], "bent"),
        ([layer(shapes=[*square(), {"ty": "zz", "s": {"a": 0, "k": 5}, "hd": True}])], "bent"),
        (
            [layer(shapes=[*square(), {"ty": "tw", "a": {"a": 1, "k": [{"t": 0, "s": [9]}]}}])],
            "bent",
        ),
        ([layer(shapes=[{"ty": "gr", "hd": True, "it": [*square(), {"ty": "pb", "a": {"k": 9}}]}])], "bent"),
        ([layer(shapes=[*square(), {"ty": "mm", "mm": 3}])], "cut out of"),
    ],
)
def test_what_the_renderer_draws_otherwise_is_refused_by_name(layers: list[Json], missing: str) -> None:
    with pytest.raises(DecodeError, match=missing) as caught:
        decode(packed(layers=layers, assets=[INNER]))
    assert caught.value.code == "unsupported_format"


def test_a_version_that_players_read_differently_is_refused_by_name() -> None:
    with pytest.raises(DecodeError, match="version"):
        decode(packed(v="0x5.0.0", layers=[layer()]))


@pytest.mark.parametrize(
    "shape", [{"ty": "pb", "a": {"a": 0, "k": 0}}, {"ty": "mm", "mm": 1}, {"ty": "rd", "r": {"a": 0, "k": 5}}]
)
def test_shapes_that_change_nothing_here_are_no_reason_to_refuse(shape: Json) -> None:
    assert middle(packed(layers=[layer(shapes=[*square(), shape])])).tolist() == RED


def flashing(*times: float, unit: float) -> Json:
    """Opacity that is on from the first of two times to the second, in frames of `unit` seconds."""
    return {
        "o": {"a": 1, "k": [{"t": time / unit, "s": [100 * (n % 2)], "h": 1} for n, time in enumerate((0, *times))]}
    }


@pytest.mark.parametrize("rate", [0.1, 0.3, 1, 9.5])
@pytest.mark.parametrize("where", ["layer", "composition", "shape", "end"])
def test_what_is_shown_between_whole_frames_is_drawn(rate: float, where: str) -> None:
    flash, end = flashing(0.42, 0.58, unit=1 / rate), {"ip": 0, "op": 10 * rate}
    inner = {"id": "a", "layers": [layer(shapes=square(), ks=flash, **end)]}
    layers = {
        "layer": [layer(shapes=square(), ks=flash, **end)],
        "composition": [composition("a") | end | {"st": 0.3 * rate}],
        "shape": [layer(shapes=square(**flash), **end)],
        "end": [layer(shapes=square(), **(end | {"ip": 0.42 * rate, "op": 0.58 * rate}))],
    }
    sticker = decode(packed(layers=layers[where], assets=[inner], fr=rate, ip=0, op=10 * rate))
    assert RED in [frame.rgb[50, 50].tolist() for frame in sticker.frames]
    assert 100 <= sticker.info.decoded <= 200


def test_frames_that_last_for_hours_are_too_many() -> None:
    for rate in (1e-3, 1e-9, 5e-324):
        with pytest.raises(LimitError) as caught:
            decode(packed(layers=[layer(shapes=square(), op=10**400)], fr=rate, op=1))
        assert caught.value.code == "too_many_frames"


def test_a_usual_number_of_frames_stays() -> None:
    assert decode(packed(layers=[layer(shapes=square())], fr=12, op=24)).info.decoded == 24
