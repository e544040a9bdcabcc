"""The parts of sticker.onnx that are no network: picture in, states out. Written in ONNX's own text syntax."""

from __future__ import annotations

from collections.abc import Sequence

import onnx
from onnx import parser

OPSET = 18
IR_VERSION = 9
STATES = ("evaluated", "no_text", "unreadable", "not_evaluated", "failed")
"""Values of the input `caption_state`, in order from 0."""
DECISIONS = {-1: "read the caption first", 0: "clear", 1: "review", 2: "flag"}

_HEADER = f'<ir_version: {IR_VERSION}, opset_import: ["" : {OPSET}]>'


def picture_graph(size: int, ground: int) -> onnx.ModelProto:
    """`image`, uint8 [batch, height, width, 4] RGBA -> `pixels`, uint8 [batch, size, size, 3], as `vision.preprocess`;
    `blank`, bool, says that the picture has no pixels, so that `pixels` show nothing.

    Flattens on grey, letterboxes, averages areas when shrinking and interpolates when growing. Both kinds of resizing
    are matrix products with weights made from the picture's size, so that every runtime does the same arithmetic.
    """
    return parser.parse_model(f"""
        {_HEADER}
        picture (uint8[batch, height, width, 4] image) => (uint8[batch, {size}, {size}, 3] pixels, bool blank)
        {{
            half = Constant <value = double {{0.5}}> ()
            one = Constant <value = double {{1.0}}> ()
            zero = Constant <value = double {{0.0}}> ()
            side = Constant <value = double {{{size}.0}}> ()
            unit = Constant <value = int64 {{1}}> ()
            null = Constant <value = int64 {{0}}> ()
            count = Constant <value = int64 {{{size}}}> ()
            first_axis = Constant <value = int64[1] {{1}}> ()
            row_axis = Constant <value = int64[1] {{0}}> ()
            colour_split = Constant <value = int64[2] {{3, 1}}> ()
            white = Constant <value = float {{255.0}}> ()
            grey = Constant <value = float {{{ground}.0}}> ()
            near = Constant <value = float {{0.5}}> ()
            black = Constant <value = float {{0.0}}> ()
            full = Constant <value = float {{1.0}}> ()

            values = Cast <to = 1> (image)
            rgb, alpha = Split <axis = 3> (values, colour_split)
            shown = Mul (rgb, alpha)
            rest = Sub (white, alpha)
            behind = Mul (rest, grey)
            both = Add (shown, behind)
            shared = Div (both, white)
            lifted = Add (shared, near)
            flat = Floor (lifted)
            planes = Transpose <perm = [0, 3, 1, 2]> (flat)

            shape = Shape (image)
            height_index = Constant <value = int64 {{1}}> ()
            width_index = Constant <value = int64 {{2}}> ()
            height_int = Gather (shape, height_index)
            width_int = Gather (shape, width_index)
            h = Cast <to = 11> (height_int)
            w = Cast <to = 11> (width_int)
            longest = Max (h, w)
            shortest = Min (h, w)
            blank = Less (shortest, one)
            scale = Div (side, longest)
            shrinks = Less (scale, one)
            {_weights("h", "height_int", "rows")}
            {_weights("w", "width_int", "columns")}
            columns_t = Transpose <perm = [1, 0]> (columns)
            shorter = MatMul (rows, planes)
            small = MatMul (shorter, columns_t)
            rounded = Round (small)
            inside = MatMul (rows_in, columns_in)
            outside = Sub (full, inside)
            letterbox = Mul (outside, grey)
            canvas = Add (rounded, letterbox)
            clipped = Clip (canvas, black, white)
            last = Transpose <perm = [0, 2, 3, 1]> (clipped)
            pixels = Cast <to = 2> (last)
        }}
    """)


def _weights(length: str, length_int: str, name: str) -> str:
    """`name`, float [size, length]: the share of each pixel of a side in each pixel of the canvas; `name`_in: whether
    a canvas pixel lies in the picture, float [size, 1] for rows and [1, size] for columns."""
    n = name
    shape = "first_axis" if name == "rows" else "row_axis"
    return f"""
            {n}_scaled = Mul ({length}, scale)
            {n}_near = Round ({n}_scaled)
            {n}_new = Max ({n}_near, one)
            {n}_room = Sub (side, {n}_new)
            {n}_halved = Mul ({n}_room, half)
            {n}_start = Floor ({n}_halved)
            {n}_step = Div ({length}, {n}_new)
            {n}_range = Range (null, count, unit)
            {n}_places = Cast <to = 11> ({n}_range)
            {n}_index_flat = Sub ({n}_places, {n}_start)
            {n}_index = Unsqueeze ({n}_index_flat, first_axis)
            {n}_below = Less ({n}_index, zero)
            {n}_above = GreaterOrEqual ({n}_index, {n}_new)
            {n}_out = Or ({n}_below, {n}_above)
            {n}_x_range = Range (null, {length_int}, unit)
            {n}_x_flat = Cast <to = 11> ({n}_x_range)
            {n}_x = Unsqueeze ({n}_x_flat, row_axis)
            {n}_x_end = Add ({n}_x, one)
            {n}_low = Mul ({n}_index, {n}_step)
            {n}_high = Add ({n}_low, {n}_step)
            {n}_right = Min ({n}_high, {n}_x_end)
            {n}_left = Max ({n}_low, {n}_x)
            {n}_overlap = Sub ({n}_right, {n}_left)
            {n}_covered = Max ({n}_overlap, zero)
            {n}_area = Div ({n}_covered, {n}_step)
            {n}_middle = Add ({n}_index, half)
            {n}_far = Mul ({n}_middle, {n}_step)
            {n}_free = Sub ({n}_far, half)
            {n}_last = Sub ({length}, one)
            {n}_not_left = Max ({n}_free, zero)
            {n}_point = Min ({n}_not_left, {n}_last)
            {n}_apart = Sub ({n}_point, {n}_x)
            {n}_distance = Abs ({n}_apart)
            {n}_tent = Sub (one, {n}_distance)
            {n}_linear = Max ({n}_tent, zero)
            {n}_either = Where (shrinks, {n}_area, {n}_linear)
            {n}_kept = Where ({n}_out, zero, {n}_either)
            {n} = Cast <to = 1> ({n}_kept)
            {n}_flag_bool = Not ({n}_out)
            {n}_flag = Cast <to = 1> ({n}_flag_bool)
            {n}_in_flat = Squeeze ({n}_flag, first_axis)
            {n}_in = Unsqueeze ({n}_in_flat, {shape})
    """


def unless_blank(model: onnx.ModelProto, names: dict[str, str]) -> onnx.ModelProto:
    """`model` with its float outputs called otherwise, as far as `names` has them, and NaN where its output `blank` is
    true: what was said of a picture without pixels is said of nobody."""
    nan = onnx.helper.make_tensor("blank_score", onnx.TensorProto.FLOAT, [], [float("nan")])
    model.graph.initializer.append(nan)
    for entry in [entry for entry in model.graph.output if entry.name in names]:
        new = names[entry.name]
        model.graph.node.append(onnx.helper.make_node("Where", ["blank", nan.name, entry.name], [new]))
        model.graph.value_info.append(entry)
        entry.name = new
    return model


def canary_graph(spellings: Sequence[Sequence[int]]) -> onnx.ModelProto:
    """`input_ids`, int64 [batch, sequence] -> `canary`, bool [batch]: whether the ids of a spelling stand in a row."""
    return parser.parse_model(f"""
        {_HEADER}
        canary (int64[batch, sequence] input_ids) => (bool[batch] canary)
        {{
            axis = Constant <value = int64[1] {{1}}> ()
            nothing = Constant <value = int64 {{-1}}> ()
            {"".join(_spelling(number, ids) for number, ids in enumerate(spellings))}
            hits = Max ({", ".join(f"hit_{number}" for number in range(len(spellings)))})
            canary = Cast <to = 9> (hits)
        }}
    """)


def _spelling(number: int, ids: Sequence[int]) -> str:
    """`hit_<number>`, int32 [batch]: 1 where `ids` stand in a row. Each shifted copy must equal one id."""
    name, steps = f"s{number}", len(ids)
    compared = "".join(
        f"""
            {name}_start_{i} = Constant <value = int64[1] {{{i}}}> ()
            {name}_stop_{i} = Constant <value = int64[1] {{{i - steps}}}> ()
            {name}_wanted_{i} = Constant <value = int64 {{{wanted}}}> ()
            {name}_slice_{i} = Slice ({name}_padded, {name}_start_{i}, {name}_stop_{i}, axis)
            {name}_equal_{i} = Equal ({name}_slice_{i}, {name}_wanted_{i})
            {name}_all_{i} = And ({name}_{"equal_0" if i == 0 else f"all_{i - 1}"}, {name}_equal_{i})"""
        for i, wanted in enumerate(ids)
    )
    return f"""
            {name}_border = Constant <value = int64[4] {{0, 0, 0, {steps}}}> ()
            {name}_padded = Pad (input_ids, {name}_border, nothing)
            {compared}
            {name}_places = Cast <to = 6> ({name}_all_{steps - 1})
            hit_{number} = ReduceMax <keepdims = 0> ({name}_places, axis)"""


def row_by_row(model: onnx.ModelProto) -> onnx.ModelProto:
    """The caption model run on one row at a time, each cut to its own tokens: company and padding change no score.

    In a batch float sums come in another order, and 8-bit rounding makes up to .02 of that. `model` takes `own_ids` and
    `own_mask` and gives `own_severity` and `own_suggestive`; the result `input_ids` and `attention_mask`,
    `severity_raw` and `suggestive_raw`.
    """
    before = parser.parse_graph("""
        before (int64[sequence] ids_row, int64[sequence] mask_row)
            => (int64[one, own] own_ids, int64[one, own] own_mask)
        {
            first = Constant <value = int64[1] {0}> ()
            length = ReduceSum <keepdims = 1> (mask_row)
            ids_cut = Slice (ids_row, first, length)
            mask_cut = Slice (mask_row, first, length)
            own_ids = Unsqueeze (ids_cut, first)
            own_mask = Unsqueeze (mask_cut, first)
        }
    """)
    after = parser.parse_graph("""
        after (float[one, 4] own_severity, float[one] own_suggestive) => (float[4] severity_row, float suggestive_row)
        {
            squeezed = Constant <value = int64[1] {0}> ()
            severity_row = Squeeze (own_severity, squeezed)
            suggestive_row = Squeeze (own_suggestive, squeezed)
        }
    """)
    body = onnx.helper.make_graph(
        [*before.node, *model.graph.node, *after.node],
        "one_caption",
        list(before.input),
        list(after.output),
        list(model.graph.initializer),
        value_info=list(model.graph.value_info),
    )
    scan = onnx.helper.make_node(
        "Scan", ["input_ids", "attention_mask"], ["severity_raw", "suggestive_raw"], body=body, num_scan_inputs=2
    )
    whole = parser.parse_graph("""
        whole (int64[batch, sequence] input_ids, int64[batch, sequence] attention_mask)
            => (float[batch, 4] severity_raw, float[batch] suggestive_raw) { }
    """)
    graph = onnx.helper.make_graph([scan], "captions", list(whole.input), list(whole.output))
    domains = [onnx.helper.make_opsetid("", OPSET), onnx.helper.make_opsetid("com.microsoft", 1)]
    return onnx.helper.make_model(graph, ir_version=IR_VERSION, opset_imports=domains)


def ones_like_graph() -> onnx.ModelProto:
    """`minor_score`, float [batch] -> itself as `minor_twin`, and `most`, float [batch] of 1: for the bound."""
    return parser.parse_model(f"""
        {_HEADER}
        ones (float[batch] minor_score) => (float[batch] minor_twin, float[batch] most)
        {{
            minor_twin = Identity (minor_score)
            shape = Shape (minor_score)
            most = ConstantOfShape <value = float[1] {{1.0}}> (shape)
        }}
    """)


def caption_graph() -> onnx.ModelProto:
    """The caption's scores with the canary as the most suggestive text there is."""
    return parser.parse_model(f"""
        {_HEADER}
        caption (bool[batch] canary, float[batch, 4] severity_raw, float[batch] suggestive_raw)
            => (float[batch, 4] severity_known, float[batch] suggestive_known)
        {{
            one = Constant <value = float {{1.0}}> ()
            explicit = Constant <value = float[1, 4] {{0.0, 0.0, 0.0, 1.0}}> ()
            axis = Constant <value = int64[1] {{1}}> ()
            canary_column = Unsqueeze (canary, axis)
            severity_known = Where (canary_column, explicit, severity_raw)
            suggestive_known = Where (canary, one, suggestive_raw)
        }}
    """)


def verdict_graph(review: float, flag: float) -> onnx.ModelProto:
    """Scores and the caption's state -> what the outputs say; NaN where a number would be a lie.

    Only what is known to be so is clear: a state that is none and a score that is no number ask for a person.
    """
    return parser.parse_model(f"""
        {_HEADER}
        verdict (int64[batch] caption_state, float[batch] minor_score, float[batch] risk_raw, float[batch] bound_raw,
                 float[batch, 4] severity_known, float[batch] suggestive_known)
            => (float[batch, 4] severity, float[batch] suggestive, float[batch] risk, float[batch] risk_bound,
                int64[batch] decision)
        {{
            evaluated_state = Constant <value = int64 {{0}}> ()
            no_text_state = Constant <value = int64 {{1}}> ()
            unknown_state = Constant <value = int64 {{3}}> ()
            review_at = Constant <value = float {{{review!r}}}> ()
            flag_at = Constant <value = float {{{flag!r}}}> ()
            nan = Constant <value = float {{nan}}> ()
            clear = Constant <value = int64 {{0}}> ()
            look = Constant <value = int64 {{1}}> ()
            look_first = Constant <value = int64 {{2}}> ()
            read_first = Constant <value = int64 {{-1}}> ()
            axis = Constant <value = int64[1] {{1}}> ()

            evaluated = Equal (caption_state, evaluated_state)
            unread = Not (evaluated)
            evaluated_column = Unsqueeze (evaluated, axis)
            severity = Where (evaluated_column, severity_known, nan)
            suggestive = Where (evaluated, suggestive_known, nan)
            unseen = IsNaN (minor_score)
            risk_bound = Where (unseen, nan, bound_raw)
            bounded = Min (risk_raw, risk_bound)
            unknown_risk = Or (unseen, unread)
            risk = Where (unknown_risk, nan, bounded)

            under_review = Less (bounded, review_at)
            over_flag = GreaterOrEqual (bounded, flag_at)
            by_review = Where (under_review, clear, look)
            by_risk = Where (over_flag, look_first, by_review)
            no_text = Equal (caption_state, no_text_state)
            unknown = Equal (caption_state, unknown_state)
            without_text = Where (no_text, clear, look)
            without_caption = Where (unknown, read_first, without_text)
            by_state = Where (evaluated, by_risk, without_caption)
            out_of_reach = Less (risk_bound, review_at)
            by_bound = Where (out_of_reach, clear, by_state)
            decision = Where (unseen, look, by_bound)
        }}
    """)
