"""A monotone logistic fusion: non-negative weights on features that rise with either score.

Features are the logits of both scores and of their product; for calibrated, conditionally independent scores the
product already is the probability of both, and the fit corrects what is left of miscalibration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from scipy.optimize import minimize
from scipy.special import expit, log_expit

from stickerguard.errors import StickerguardError

Floats = npt.NDArray[np.float64]
EDGE = 1e-4
"""Scores are clipped to [EDGE, 1 - EDGE] before the logit."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """risk = sigmoid(bias + weights . logit(minor, suggestive, minor * suggestive)), weights >= 0."""

    bias: float
    weights: tuple[float, float, float]

    def risk(self, scores: Floats) -> Floats:
        """Risk in [0, 1], float64 [n], of `scores`, float64 [n, 2] = (minor, suggestive)."""
        return np.asarray(expit(self.bias + features(scores) @ np.asarray(self.weights)))


def features(scores: Floats) -> Floats:
    """float64 [n, 3]: logits of minor, suggestive and their product, each clipped at `EDGE`."""
    columns = np.column_stack([scores, scores[:, 0] * scores[:, 1]])
    clipped = np.clip(columns, EDGE, 1 - EDGE)
    return np.asarray(np.log(clipped) - np.log1p(-clipped))


def fit(scores: Floats, joint: npt.NDArray[np.bool_], ridge: float = 1e-3) -> Fusion:
    """Maximum likelihood under weights >= 0 (L-BFGS-B), a small ridge keeping the solution finite.

    Raises StickerguardError, code "bad_scores", where it does not converge.
    """
    x = features(scores)

    def loss(parameters: Floats) -> float:
        logits = parameters[0] + x @ parameters[1:]
        likelihood = np.where(joint, log_expit(logits), log_expit(-logits)).mean()
        return float(ridge * np.square(parameters).sum() - likelihood)

    start = np.asarray([0.0, 0.0, 0.0, 1.0])
    solution = minimize(loss, start, method="L-BFGS-B", bounds=[(None, None)] + [(0.0, None)] * 3)
    if not solution.success:
        raise StickerguardError(
            f"the fusion did not converge: {solution.message}; look at the held-out scores of both parts",
            code="bad_scores",
        )
    bias, *weights = (float(value) for value in solution.x)
    return Fusion(bias, (weights[0], weights[1], weights[2]))


def to_onnx(fusion: Fusion) -> onnx.ModelProto:
    """The fusion as a graph: `minor` and `suggestive`, float32 [batch], to `risk`, float32 [batch].

    Computed in float64 inside, so that rounding cannot disturb the order of close scores.
    """
    constants = {
        "low": np.float64(EDGE),
        "high": np.float64(1 - EDGE),
        "one": np.float64(1),
        "bias": np.float64(fusion.bias),
        **{f"weight_{name}": np.float64(weight) for name, weight in zip("msp", fusion.weights, strict=True)},
    }
    nodes = [
        helper.make_node("Cast", ["minor"], ["m"], to=TensorProto.DOUBLE),
        helper.make_node("Cast", ["suggestive"], ["s"], to=TensorProto.DOUBLE),
        helper.make_node("Mul", ["m", "s"], ["p"]),
    ]
    for name in "msp":
        nodes += [
            helper.make_node("Max", [name, "low"], [f"{name}_floor"]),
            helper.make_node("Min", [f"{name}_floor", "high"], [f"{name}_clip"]),
            helper.make_node("Sub", ["one", f"{name}_clip"], [f"{name}_rest"]),
            helper.make_node("Div", [f"{name}_clip", f"{name}_rest"], [f"{name}_odds"]),
            helper.make_node("Log", [f"{name}_odds"], [f"{name}_logit"]),
            helper.make_node("Mul", [f"{name}_logit", f"weight_{name}"], [f"{name}_term"]),
        ]
    nodes += [
        helper.make_node("Sum", ["m_term", "s_term", "p_term", "bias"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["risk_double"]),
        helper.make_node("Cast", ["risk_double"], ["risk"], to=TensorProto.FLOAT),
    ]
    graph = helper.make_graph(
        nodes,
        "fusion",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch"]) for name in ("minor", "suggestive")],
        [helper.make_tensor_value_info("risk", TensorProto.FLOAT, ["batch"])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    return model
