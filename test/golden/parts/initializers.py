"""initializers.json: what each initializer asks of the random generator for a shape, and what it gives back."""

import contextlib

import keras
import numpy as np
from keras.src.initializers import random_initializers

from .common import fresh, tensor, write
from .networks import part

DENSE = [[784, 128], [128, 10], [6, 8], [5, 5], [7]]
CONV = [[3, 3, 1, 16], [5, 5, 8, 4], [3, 2, 6]]
SCALED = ["GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal"]
RANDOM = [part(name) for name in SCALED] + [
    part("RandomNormal"), part("RandomNormal", mean=0.5, stddev=0.2), part("TruncatedNormal"),
    part("TruncatedNormal", mean=1.0, stddev=0.1), part("RandomUniform"), part("RandomUniform", minval=-1.0, maxval=2.0),
    part("VarianceScaling"), part("VarianceScaling", scale=2.0, mode="fan_out", distribution="uniform"),
    part("VarianceScaling", scale=0.5, mode="fan_avg", distribution="untruncated_normal"),
    part("VarianceScaling", distribution="normal"),
]
FIXED = [
    (part("Zeros"), [2, 3]), (part("Ones"), [2, 3]), (part("Constant"), [2, 2]), (part("Constant", value=-1.5), [2, 2]),
    (part("Identity"), [3, 3]), (part("Identity", gain=2.0), [2, 4]), (part("Identity"), [4, 2]),
]
ORTHOGONAL = [
    (part("Orthogonal", seed=3), [4, 4]), (part("Orthogonal", seed=3), [6, 3]), (part("Orthogonal", seed=3), [3, 6]),
    (part("Orthogonal", seed=3, gain=2.0), [3, 3, 2, 4]),
]


@contextlib.contextmanager
def recorded():
    """Writes down the distribution and its parameters that an initializer asks for."""
    calls, module = [], random_initializers.random
    originals = {name: getattr(module, name) for name in ("uniform", "normal", "truncated_normal")}

    def recorder(name):
        def draw(shape, **parameters):
            calls.append({"distribution": name, **{k: parameters[k] for k in parameters if k not in ("dtype", "seed")}})
            return originals[name](shape, **parameters)
        return draw

    for name in originals:
        setattr(module, name, recorder(name))
    try:
        yield calls
    finally:
        for name, original in originals.items():
            setattr(module, name, original)


def statistics(values):
    return {"min": values.min(), "max": values.max(), "mean": values.mean(), "stddev": values.std(), "count": values.size}


def build(description):
    return getattr(keras.initializers, description["class"])(**description["config"])


def random_case(description, shape):
    fresh()
    with recorded() as calls:
        values = np.asarray(build(description)(tuple(shape)))
    return {"initializer": description, "shape": shape, **calls[0], "drawn": statistics(values)}


def orthogonal_case(description, shape):
    """Rows (or columns, where there are fewer) of the flattened kernel are orthogonal with length gain."""
    values = np.asarray(build(description)(tuple(shape)))
    matrix = values.reshape(-1, shape[-1]).astype(np.float64)
    rows, columns = matrix.shape
    product = matrix.T @ matrix if rows >= columns else matrix @ matrix.T
    return {
        "initializer": description, "shape": shape, "matrix": [rows, columns],
        "orthonormal": "columns" if rows >= columns else "rows",
        "product_diagonal": np.round(np.diag(product), 5), "product_off_diagonal_below": 1e-5,
        "off_diagonal_holds": bool(np.abs(product - np.diag(np.diag(product))).max() < 1e-5),
    }


def layer_defaults():
    """Which initializer a layer's string or default stands for."""
    layer = keras.layers.Dense(2)
    return {
        "Dense": {"kernel": layer.kernel_initializer, "bias": layer.bias_initializer},
        "PReLU": {"alpha": keras.layers.PReLU().alpha_initializer},
        "Embedding": {"embeddings": keras.layers.Embedding(2, 2).embeddings_initializer},
    }


def aliases():
    from keras.src.initializers import ALL_OBJECTS_DICT

    return {name: item.__name__ for name, item in sorted(ALL_OBJECTS_DICT.items())}


def make():
    write("initializers.json", {
        "names": aliases(),
        "layer_defaults": layer_defaults(),
        "random": [random_case(d, shape) for d in RANDOM for shape in (DENSE + CONV if d["class"] in SCALED or
                   d["class"] == "VarianceScaling" else [[64, 32]])],
        "fixed": [{"initializer": d, "shape": s, "values": tensor(build(d)(tuple(s)))} for d, s in FIXED],
        "orthogonal": [orthogonal_case(d, s) for d, s in ORTHOGONAL],
    })
