"""losses.json: losses per sample, reduced, weighted, and their gradients with respect to the prediction."""

import jax
import keras
import numpy as np

from .common import fresh, tensor, wave, write
from .networks import make as make_part
from .networks import part

REDUCTIONS = ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"]


def array(*rows):
    return np.array(rows, np.float32)


def positive(*shape):
    """Numbers in (0, 1) by formula."""
    return (0.5 + wave(shape, 0.45, 1.3, 0.2)).astype(np.float32)


PROBABILITIES = array(
    [0.1, 0.2, 0.3, 0.4], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0.5, 0.5, 0], [0.25, 0.25, 0.25, 0.25],
    [0.4, 0.8, 0.2, 0.6], [1e-9, 1, 1e-9, 1e-9],
)
LOGITS = array(
    [0.5, -1, 2, 0.25], [90, -90, 0, 1], [-90, 90, 0, 1], [1, 1, 1, 1], [-3, -2, -1, 0], [20, 19, -20, 3], [0, 0, 0, 100],
)
LABELS = np.array([2, 0, 1, 3, 1, 1, 1], np.int32)
ONE_HOT = np.eye(4, dtype=np.float32)[LABELS]
SOFT = array([0.7, 0.1, 0.1, 0.1], [0.25] * 4, [0, 0, 1, 0], [0.4, 0.6, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0])
WEIGHTS = np.array([1, 0, 2, 0.5, 1.5, 0.25, 3], np.float32)
BINARY_LABELS = array([0, 1, 1], [1, 0, 1], [1, 1, 0], [0, 0, 0], [1, 0.5, 0.25])
BINARY = array([0.1, 0.9, 0.5], [0, 0, 1], [1, 0.999999, 1e-9], [0.25, 0.75, 1], [0.6, 0.4, 0.3])
BINARY_LOGITS = array([-2, 2, 0], [-90, 90, 20], [90, -90, -20], [0.5, -0.5, 100], [0.4, -0.4, -1])
BINARY_WEIGHTS = np.array([1, 0, 2, 0.5, 1.5], np.float32)
TARGETS = wave((5, 3), 2.0, 0.9, 0.3)
VALUES = TARGETS + wave((5, 3), 1.5, 1.7, 0.1)
VALUES[1, 1], VALUES[2, 0], VALUES[3, 2] = TARGETS[1, 1], TARGETS[2, 0] + 1, TARGETS[3, 2] - 0.5
COLUMN = array([0.5], [-1], [2], [0], [1.5])


def case(loss, y_true, y_pred, weight=None, about="", **config):
    return {"loss": part(loss, **config), "about": about, "y_true": y_true, "y_pred": y_pred, "sample_weight": weight}


def sparse(y_pred, about="", y_true=LABELS, weight=WEIGHTS, **config):
    return case("SparseCategoricalCrossentropy", y_true, y_pred, weight, about, **config)


def categorical(y_pred, about="", y_true=ONE_HOT, **config):
    return case("CategoricalCrossentropy", y_true, y_pred, WEIGHTS, about, **config)


def binary(y_pred, about="", y_true=BINARY_LABELS, weight=BINARY_WEIGHTS, **config):
    return case("BinaryCrossentropy", y_true, y_pred, weight, about, **config)


def regression(loss, about="", y_true=TARGETS, y_pred=VALUES, weight=BINARY_WEIGHTS, **config):
    return case(loss, y_true, y_pred, weight, about, **config)


SEQUENCE = positive(2, 3, 4)
SEQUENCE_LABELS = np.array([[0, 1, 2], [3, 3, 1]], np.int32)
IGNORED = np.array([2, -1, 1, 3, -1, 1, 1], np.int32)
IGNORED_SEQUENCE = np.array([[0, 1, 0], [3, 3, 0]], np.int32)

CASES = [
    sparse(PROBABILITIES, "probabilities, also 0, 1, 1e-9 and a row that sums to 2"),
    sparse(PROBABILITIES, "labels (n,1)", LABELS[:, None]),
    sparse(PROBABILITIES, "weights (n,1)", weight=WEIGHTS[:, None]),
    sparse(PROBABILITIES, "float labels", LABELS.astype(np.float32)),
    sparse(LOGITS, from_logits=True),
    sparse(LOGITS, "class 1 does not count", from_logits=True, ignore_class=1),
    sparse(PROBABILITIES, "label -1 does not count", IGNORED, ignore_class=-1),
    sparse(LOGITS, "label -1 does not count", IGNORED, from_logits=True, ignore_class=-1),
    sparse(PROBABILITIES, "nothing counts", np.full(7, 3, np.int32), ignore_class=3),
    sparse(PROBABILITIES, "labels outside the classes without ignore_class", np.array([2, -1, 1, 4, 1, 1, 1], np.int32)),
    sparse(SEQUENCE, "sequences, a weight per sequence (n,1)", SEQUENCE_LABELS, array([2], [0.5])),
    sparse(SEQUENCE, "sequences, weights (n,): refused", SEQUENCE_LABELS, np.array([2, 0.5], np.float32)),
    sparse(SEQUENCE[:, :2], "n sequences of n steps, weights (n,): taken as weights of the steps", SEQUENCE_LABELS[:, :2],
           np.array([2, 0.5], np.float32)),
    sparse(SEQUENCE, "sequences, a weight per step", SEQUENCE_LABELS, array([1, 0, 2], [0.5, 1, 3])),
    sparse(SEQUENCE, "sequences, class 0 does not count", IGNORED_SEQUENCE, array([1, 0, 2], [0.5, 1, 3]), ignore_class=0),
    categorical(PROBABILITIES), categorical(LOGITS, from_logits=True),
    categorical(PROBABILITIES, label_smoothing=0.2), categorical(LOGITS, from_logits=True, label_smoothing=0.2),
    categorical(PROBABILITIES, "soft labels, also all zero and a sum of 2", SOFT),
    categorical(LOGITS, "soft labels", SOFT, from_logits=True, label_smoothing=0.1),
    binary(BINARY, "also 0 and 1, soft labels"), binary(BINARY_LOGITS, from_logits=True),
    binary(BINARY, label_smoothing=0.2), binary(BINARY_LOGITS, from_logits=True, label_smoothing=0.2),
    binary(BINARY[:, :1], "one output", BINARY_LABELS[:, :1]),
    binary(BINARY[:, :1], "labels (n,), predictions (n,1)", BINARY_LABELS[:, 0]),
    binary(BINARY_LOGITS[:, :1], "one output, weights (n,1)", BINARY_LABELS[:, :1], BINARY_WEIGHTS[:, None],
           from_logits=True),
    regression("MeanSquaredError"), regression("MeanAbsoluteError", "also a difference of 0"),
    regression("MeanSquaredError", "labels (n,), predictions (n,1)", TARGETS[:, 0], COLUMN),
    regression("MeanAbsoluteError", "weights (n,1)", TARGETS[:, :1], COLUMN, BINARY_WEIGHTS[:, None]),
    regression("MeanSquaredError", "integer labels", np.array([[1], [0], [2], [3], [1]], np.int32), COLUMN),
    regression("MeanSquaredError", "three axes, a weight per step", wave((2, 3, 2), 1.0, 0.7), positive(2, 3, 2),
               array([1, 0, 2], [0.5, 1, 3])),
    regression("Huber", "also differences of exactly 1 and 0.5"), regression("Huber", delta=0.5),
    regression("MeanAbsolutePercentageError"), regression("LogCosh"), regression("CosineSimilarity"),
    regression("MeanSquaredLogarithmicError", "", positive(5, 3), positive(5, 3)[::-1]),
    regression("Hinge", "labels 0 and 1", array([0, 1, 1], [1, 0, 1], [1, 1, 0], [0, 0, 0], [1, 1, 1])),
    regression("Poisson", "", positive(5, 3), positive(5, 3)[::-1]),
    regression("KLDivergence", "", positive(5, 3), positive(5, 3)[::-1]),
]


def value(description, inputs, reduction, weighted):
    loss = make_part(keras.losses, {**description, "config": {**description["config"], "reduction": reduction}})
    weight = inputs["sample_weight"] if weighted else None
    return lambda y_pred: loss(inputs["y_true"], y_pred, weight)


def per_sample(description, inputs):
    """The function form: keras.losses.<snake case name>(y_true, y_pred, …)."""
    loss = make_part(keras.losses, description)
    return tensor(loss.call(keras.ops.convert_to_tensor(inputs["y_true"]), keras.ops.convert_to_tensor(inputs["y_pred"])))


def run(case):
    description, y_pred = case["loss"], case["y_pred"].astype(np.float32)
    inputs = {key: case[key] for key in ("y_true", "y_pred", "sample_weight")}
    result = {"loss": description, "about": case["about"], **{key: tensor(item) for key, item in inputs.items()}}
    result["per_sample"] = per_sample(description, inputs)
    for label, weighted in (("unweighted", False), ("weighted", True)):
        try:
            result[label] = reductions(description, inputs, y_pred, weighted)
        except Exception as error:
            result[label] = {"error": {"class": type(error).__name__, "message": str(error).split("\n")[0]}}
    return result


def reductions(description, inputs, y_pred, weighted):
    """The value under each reduction, and the gradient of the default one."""
    reduced = {name: value(description, inputs, name, weighted)(y_pred) for name in REDUCTIONS}
    none = tensor(reduced.pop("none"))
    gradient = jax.grad(value(description, inputs, "sum_over_batch_size", weighted))(y_pred)
    return {**{name: float(number) for name, number in reduced.items()}, "none": none, "gradient": tensor(gradient)}


def aliases():
    from keras.src.losses import ALL_OBJECTS_DICT

    return {name: item.__name__ for name, item in sorted(ALL_OBJECTS_DICT.items())}


def make():
    fresh()
    write("losses.json", {
        "about": "gradient: of the sum_over_batch_size value with respect to y_pred", "names": aliases(),
        "cases": [run(case) for case in CASES],
    })
