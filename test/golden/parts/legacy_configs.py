"""files/training_config.json: what compile() arguments become in a legacy .h5 file, and whether Keras reads them back."""

import json
import os
import tempfile

import h5py
import keras
import numpy as np

from .common import captured, fresh, write
from .networks import make_all, part

THREE = {"out": 3, "sparse": True}
ONE_HOT = {"out": 3, "sparse": False}
CASES = [
    ("mse", None), ("mean_squared_error", None), ("MeanSquaredError", None), (part("MeanSquaredError"), None),
    ("mae", None), ("mean_absolute_error", None), ("huber", None), (part("Huber", delta=0.5), None),
    ("binary_crossentropy", None), ("bce", None), (part("BinaryCrossentropy", from_logits=True), None),
    ("categorical_crossentropy", None, ONE_HOT), (part("CategoricalCrossentropy", label_smoothing=0.1), None, ONE_HOT),
    ("sparse_categorical_crossentropy", None, THREE), ("crossentropy", None, ONE_HOT),
    (part("SparseCategoricalCrossentropy", from_logits=True, ignore_class=2), None, THREE),
    ("mean_squared_error", ["accuracy"]), ("mean_squared_error", ["acc"]), ("mean_squared_error", ["mae", "mse"]),
    ("mean_squared_error", ["mean_absolute_error"]), ("mean_squared_error", ["binary_accuracy"]),
    ("mean_squared_error", [part("MeanAbsoluteError", name="distance")]),
    ("mean_squared_error", [part("BinaryAccuracy", threshold=0.3, name="hits")]),
    ("sparse_categorical_crossentropy", ["sparse_categorical_crossentropy", "sparse_categorical_accuracy"], THREE),
    ("categorical_crossentropy", ["accuracy"], ONE_HOT), ("categorical_crossentropy", ["categorical_accuracy"], ONE_HOT),
]
X = np.linspace(-1, 1, 12, dtype=np.float32).reshape(4, 3)


def labels(kind):
    index = np.array([0, 1, 2, 1])
    if not kind:
        return np.array([[0.0], [1.0], [1.0], [0.0]], np.float32)
    return index if kind["sparse"] else np.eye(3, dtype=np.float32)[index]


def run(loss, metrics, kind=None):
    fresh()
    y = labels(kind)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(kind["out"] if kind else 1, activation="sigmoid")])
    model.compile("sgd", loss=make_all(keras.losses, loss), metrics=make_all(keras.metrics, metrics))
    model.evaluate(X, y, verbose=0)
    result = {"loss": loss, "metrics": metrics, "compile_config": model.get_compile_config()}
    with tempfile.TemporaryDirectory() as folder, captured():
        path = os.path.join(folder, "model.h5")
        model.save(path)
        with h5py.File(path, "r") as file:
            config = json.loads(file.attrs["training_config"])
        result["training_config"] = {key: config[key] for key in ("loss", "metrics")}
        expected = model.evaluate(X, y, verbose=0, return_dict=True)
        try:
            values = keras.models.load_model(path).evaluate(X, y, verbose=0, return_dict=True)
            result["keys_before"], result["keys_after_load"] = list(expected), list(values)
            result["same_values"] = bool(np.allclose(list(expected.values()), list(values.values()), rtol=1e-6))
        except Exception as error:
            result["load_error"] = {"class": type(error).__name__, "message": str(error).split("\n")[0]}
    return result


def make():
    write("files/training_config.json", {"cases": [run(*case) for case in CASES]})
