"""activations.json: every activation on one fixed input, its gradient, and what it does to special values."""

import jax
import keras
import numpy as np

from .common import fresh, tensor, wave, write

X = np.array([
    [0, 0.5, -0.5, 1, -1, 0.1],
    [3, -3, 1.7, -1.7, 0.75, 2.3],
    [20, -20, 6, -4.2, 0.25, -0.75],
    [90, -90, 5.9, -2.6, -0.1, 89.5],
], np.float32)
SPECIAL = np.array([np.nan, np.inf, -np.inf, -0.0, 1e-30, -1e-30, 88.8, -88.8, 1e20, -1e20], np.float32)
WEIGHT_FORMULA = "w[i] = sin(0.37*i + 0.5), row-major over the output; gradient: of sum(output * w) with respect to x"
BY_ROW = {"softmax", "log_softmax", "sparsemax", "glu"}

CASES = [
    ("relu", {}), ("relu", {"negative_slope": 0.1}), ("relu", {"max_value": 5.9}), ("relu", {"threshold": 1.0}),
    ("relu", {"negative_slope": 0.2, "max_value": 4.0, "threshold": 0.5}), ("relu6", {}),
    ("leaky_relu", {}), ("leaky_relu", {"negative_slope": 0.3}), ("elu", {}), ("elu", {"alpha": 0.5}), ("selu", {}),
    ("celu", {}), ("celu", {"alpha": 0.5}), ("gelu", {}), ("gelu", {"approximate": False}), ("gelu", {"approximate": True}),
    ("sigmoid", {}), ("hard_sigmoid", {}), ("silu", {}), ("hard_silu", {}), ("mish", {}), ("softplus", {}),
    ("softsign", {}), ("softmax", {}), ("softmax", {"axis": 0}), ("log_softmax", {}), ("log_softmax", {"axis": 0}),
    ("log_sigmoid", {}), ("tanh", {}), ("hard_tanh", {}), ("tanh_shrink", {}), ("hard_shrink", {}),
    ("hard_shrink", {"threshold": 1.0}), ("soft_shrink", {}), ("soft_shrink", {"threshold": 1.0}),
    ("threshold", {"threshold": 0.5, "default_value": -2.0}), ("squareplus", {}), ("squareplus", {"b": 1.0}),
    ("sparsemax", {}), ("sparsemax", {"axis": 0}), ("sparse_plus", {}), ("sparse_sigmoid", {}), ("glu", {}),
    ("glu", {"axis": 0}), ("exponential", {}), ("linear", {}),
]


def run(name, arguments):
    def activation(x):
        return getattr(keras.activations, name)(x, **arguments)

    output = np.asarray(activation(X))
    weight = wave(output.shape, 1.0, 0.37, 0.5)
    gradient = jax.grad(lambda x: (activation(x) * weight).sum())(X)
    result = {"name": name, "arguments": arguments, "output": tensor(output), "gradient": tensor(gradient)}
    if name not in BY_ROW:
        result["special"] = np.asarray(activation(SPECIAL))
    return result


def aliases():
    """Every name that keras.activations.get() takes, with the function it gives."""
    from keras.src.activations import ALL_OBJECTS_DICT

    return {name: function.__name__ for name, function in sorted(ALL_OBJECTS_DICT.items())}


def make():
    fresh()
    write("activations.json", {
        "weight_formula": WEIGHT_FORMULA, "names": aliases(), "input": tensor(X), "special_input": SPECIAL,
        "cases": [run(*case) for case in CASES],
    })
