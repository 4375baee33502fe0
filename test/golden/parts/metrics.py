"""metrics.json: metrics over two batches of different size, and what "accuracy" stands for."""

import keras
import numpy as np
from keras.src.trainers.compile_utils import CompileMetrics

from .common import fresh, tensor, wave, write
from .losses import BINARY, BINARY_LABELS, array, positive
from .networks import make as make_part
from .networks import part

TIES = array([0.5, 0.5, 0], [0.2, 0.4, 0.4], [0.3, 0.3, 0.3], [0, 1, 0], [0.6, 0.1, 0.3])
TIE_LABELS = np.array([1, 1, 0, 1, 2], np.int32)
MORE = array([0.1, 0.2, 0.7], [0.1, 0.2, 0.7], [0.5, 0.25, 0.25])
MORE_LABELS = np.array([2, 0, 0], np.int32)
EYE = np.eye(3, dtype=np.float32)
ONE = array([0.5], [0.50001], [0.2], [0.9], [0.7])
ONE_LABELS = array([1], [1], [0], [0], [1])
ONE_MORE = array([0.3], [0.6], [1.0])
ONE_MORE_LABELS = array([0], [1], [0])
W, W_MORE = np.array([1, 0, 2, 0.5, 1.5], np.float32), np.array([0.25, 3, 1], np.float32)
VALUES, TARGETS = wave((5, 2), 2.0, 0.9, 0.3), wave((5, 2), 1.5, 1.7, 0.1)
MORE_VALUES, MORE_TARGETS = wave((3, 2), 1.0, 0.9, 0.3), wave((3, 2), 1.5, 0.7, 0.1)
SEQUENCE = positive(2, 4, 3)
SEQUENCE_LABELS = np.array([[0, 1, 2, 0], [2, 2, 1, 0]], np.int32)
SEQUENCE_WEIGHT = array([1, 0, 2, 0.5], [1, 1, 0, 0])

SPARSE = [(TIE_LABELS, TIES, W), (MORE_LABELS, MORE, W_MORE)]
SPARSE_COLUMN = [(TIE_LABELS[:, None], TIES, W), (MORE_LABELS[:, None], MORE, W_MORE)]
ONE_HOT = [(EYE[TIE_LABELS], TIES, W), (EYE[MORE_LABELS], MORE, W_MORE)]
TIED_LABELS = [(array([0.5, 0.5, 0], [0, 0.5, 0.5], [0, 0, 0], [0, 1, 0], [1, 1, 1]), TIES, W)]
COLUMN = [(ONE_LABELS, ONE, W), (ONE_MORE_LABELS, ONE_MORE, W_MORE)]
FLAT_LABELS = [(ONE_LABELS[:, 0], ONE, W), (ONE_MORE_LABELS[:, 0], ONE_MORE, W_MORE)]
INTEGERS = [(ONE_LABELS.astype(np.int32), ONE, W), (ONE_MORE_LABELS.astype(np.int32), ONE_MORE, W_MORE)]
MANY = [(BINARY_LABELS, BINARY, W), (BINARY_LABELS[:3], BINARY[1:4], W_MORE)]
PAIRS = [(TARGETS, VALUES, W), (MORE_TARGETS, MORE_VALUES, W_MORE)]
FLAT_PAIRS = [(TARGETS[:, 0], VALUES[:, :1], W), (MORE_TARGETS[:, 0], MORE_VALUES[:, :1], W_MORE)]
STEPS = [(SEQUENCE_LABELS, SEQUENCE, SEQUENCE_WEIGHT), (SEQUENCE_LABELS[:1], SEQUENCE[1:], SEQUENCE_WEIGHT[:1])]
NO_WEIGHT = [(TIE_LABELS, TIES, np.zeros(5, np.float32))]


def case(metric, updates, about=""):
    return {"metric": metric, "updates": updates, "about": about}


CASES = [
    case("accuracy", SPARSE, "labels (n,), predictions (n,3)"), case("accuracy", SPARSE_COLUMN, "labels (n,1)"),
    case("accuracy", ONE_HOT, "one-hot labels"), case("accuracy", COLUMN, "labels and predictions (n,1)"),
    case("accuracy", FLAT_LABELS, "labels (n,), predictions (n,1)"), case("accuracy", INTEGERS, "integer labels (n,1)"),
    case("accuracy", MANY, "labels and predictions (n,3), not one-hot: still the arg-max"),
    case("accuracy", STEPS, "labels (n,4), predictions (n,4,3)"), case("acc", ONE_HOT), case("Accuracy", SPARSE),
    case("binary_accuracy", COLUMN), case("binary_accuracy", MANY), case("binary_accuracy", FLAT_LABELS),
    case(part("BinaryAccuracy", threshold=0.6, name="hits"), COLUMN), case(part("BinaryAccuracy", threshold=0.2), MANY),
    case("categorical_accuracy", ONE_HOT, "ties: the first of equal values"),
    case("categorical_accuracy", TIED_LABELS, "ties in the labels"),
    case("sparse_categorical_accuracy", SPARSE), case("sparse_categorical_accuracy", SPARSE_COLUMN),
    case("sparse_categorical_accuracy", STEPS), case("sparse_categorical_accuracy", NO_WEIGHT, "all weights 0"),
    case("mse", PAIRS), case("mean_squared_error", FLAT_PAIRS), case(part("MeanSquaredError", name="square"), PAIRS),
    case("mae", PAIRS), case("mean_absolute_error", FLAT_PAIRS), case("MeanAbsoluteError", PAIRS),
    case("root_mean_squared_error", PAIRS), case(part("RootMeanSquaredError"), FLAT_PAIRS),
    case("binary_crossentropy", MANY), case("categorical_crossentropy", ONE_HOT),
    case("sparse_categorical_crossentropy", SPARSE),
    case(part("SparseCategoricalCrossentropy", from_logits=True, name="nats"), SPARSE),
    case(part("TopKCategoricalAccuracy", k=2), ONE_HOT), case(part("SparseTopKCategoricalAccuracy", k=2), SPARSE),
]


def compiled_metric(metric, updates, weighted):
    """The metric as compile() makes it, built on the first batch."""
    given = [make_part(keras.metrics, metric)]
    box = CompileMetrics(None, given) if weighted else CompileMetrics(given, None)
    y_true, y_pred, _ = updates[0]
    box.build(y_true, y_pred)
    return box.metrics[0]


def results(metric, updates, weighted):
    item, values = compiled_metric(metric, updates, weighted), []
    for y_true, y_pred, weight in updates:
        item.update_state(y_true, y_pred, sample_weight=weight if weighted else None)
        values.append(float(item.result()))
    item.reset_state()
    return item, {"results": values, "after_reset": float(item.result())}


def run(case):
    fresh()
    item, unweighted = results(case["metric"], case["updates"], False)
    _, weighted = results(case["metric"], case["updates"], True)
    return {
        "metric": case["metric"], "about": case["about"], "class_name": type(item).__name__, "name": item.name,
        "direction": getattr(item, "_direction", None), "variables": [v.path for v in item.variables],
        "updates": [{"y_true": tensor(t), "y_pred": tensor(p), "sample_weight": tensor(w)} for t, p, w in case["updates"]],
        "unweighted": unweighted, "weighted": weighted,
    }


TRACKED = [([1.0, 2.0, 4.0], None), (3.0, 5), ([1.0, 3.0], [0.5, 2.0]), ([[1.0, 2.0], [3.0, 4.0]], [1.0, 0.0])]


def mean_metrics():
    """Mean and Sum, the trackers of losses."""
    table = []
    for name in ("Mean", "Sum"):
        metric, steps = getattr(keras.metrics, name)(), []
        for values, weight in TRACKED:
            metric.update_state(values, sample_weight=weight)
            steps.append({"values": values, "sample_weight": weight, "result": float(metric.result())})
        table.append({"metric": name, "steps": steps})
    return table


def aliases():
    from keras.src.metrics import ALL_OBJECTS_DICT

    return {name: item.__name__ for name, item in sorted(ALL_OBJECTS_DICT.items())}


ARGUMENTS = {
    "IoU": {"num_classes": 2, "target_class_ids": [0]}, "MeanIoU": {"num_classes": 2},
    "OneHotIoU": {"num_classes": 2, "target_class_ids": [0]}, "OneHotMeanIoU": {"num_classes": 2},
    "PrecisionAtRecall": {"recall": 0.5}, "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5}, "SpecificityAtSensitivity": {"sensitivity": 0.5},
}


def directions():
    """What mode="auto" makes of each metric class: "up", "down" or null (then a monitor of that name is refused)."""
    classes = sorted(set(aliases().values()) - {"Metric", "MeanMetricWrapper"})
    return {
        name: getattr(getattr(keras.metrics, name)(**ARGUMENTS.get(name, {})), "_direction", None) for name in classes
    }


def make():
    fresh()
    write("metrics.json", {
        "names": aliases(), "directions": directions(), "mean_and_sum": mean_metrics(), "cases": [run(c) for c in CASES],
    })
