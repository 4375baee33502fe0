"""vision.json: outputs, gradients, shapes, refusals and configurations of the layers of vision, and networks made of them."""

import jax
import keras
import numpy as np

from .common import captured, flat, fresh, start_value, tensor, wave, write
from .networks import make as make_part
from .training import run as run_training
from .vision_cases import CASES
from .vision_configs import CONFIGS, auto_names, entry
from .vision_refused import REFUSED
from .vision_training import DATA, FORMULAS, TRAINING

FORMULA = {
    "input": "row-major element i of the input: sin(0.9*i + 0.1)",
    "weights": "weight number j in the order of layer.weights (from 0), element i: 0.4*sin(0.7*i + j + 1); in training: 0.4*sin(0.7*i + j) "
    "with j in the order of model.weights; a weight whose name ends in variance has 1 more",
    "gradients": "of sum(output * w) with w[i] = sin(0.37*i + 0.5), row-major over the output",
    "rounding": "each sine is computed in float64 and rounded to float32",
}


def built(layer, shape):
    layer.build((None, *shape[1:]))
    for index, variable in enumerate(layer.weights):
        variable.assign(start_value(variable, index + 1))


def called(layer, training):
    """layer(x) as a function of its weights and x → (output, new non-trainable values)."""
    arguments = {"training": training} if layer._call_has_training_arg else {}
    fixed = [variable.value for variable in layer.non_trainable_variables]

    def call(trainable, x):
        return layer.stateless_call(trainable, fixed, x, **arguments)

    return call


def gradients(call, trainable, x, weight):
    slopes, dx = jax.grad(lambda values, x: (call(values, x)[0] * weight).sum(), argnums=(0, 1))(trainable, x)
    return dx, slopes


def changed(layer, after):
    """New values of the weights that the call itself changed."""
    pairs = zip(layer.non_trainable_variables, after)
    names = {id(weight) for weight in layer.weights}
    return {
        variable.name: flat(value) for variable, value in pairs
        if id(variable) in names and not np.array_equal(variable.numpy(), value)
    }


def open_shape(layer, shape):
    """The output shape where all axes but the channels are open; null where Keras refuses that."""
    try:
        return layer.compute_output_shape((*[None] * (len(shape) - 1), shape[-1]))
    except Exception:
        return None


def run(case):
    fresh()
    layer, shape = make_part(keras.layers, case["layer"]), case["shape"]
    built(layer, shape)
    x, call = wave(shape, 1.0, 0.9, 0.1), called(layer, case["training"])
    trainable = [variable.value for variable in layer.trainable_variables]
    output, after = call(trainable, x)
    dx, slopes = gradients(call, trainable, x, wave(output.shape, 1.0, 0.37, 0.5))
    names = [variable.name for variable in layer.trainable_variables]
    return {
        **case, "weights": [{"name": w.name, "shape": list(w.shape), "trainable": w.trainable} for w in layer.weights],
        "output_shape": layer.compute_output_shape((None, *shape[1:])), "open_output_shape": open_shape(layer, shape),
        "output": tensor(output),
        "gradients": {"input": flat(dx), **{name: flat(slope) for name, slope in zip(names, slopes)}},
        **({"weights_after": changed(layer, after)} if case["training"] else {}),
    }


def attempt(description):
    """Makes the layer and applies it to an input of that shape (without the batch), where there is one."""
    fresh()
    result = dict(description)
    with captured():
        try:
            layer = make_part(keras.layers, description["layer"])
            result["returns"] = layer(keras.Input(description["input"])).shape if "input" in description else None
        except Exception as error:
            message = str(error).split("\n")[0].split(" one of {")[0]  # a set, whose order changes from run to run
            result["error"] = {"class": type(error).__name__, "message": message}
    return result


def make():
    data = {
        name: {"formula": FORMULAS[name], **{key: tensor(value) for key, value in arrays.items()}}
        for name, arrays in DATA.items()
    }
    detailed = {case["name"] for case in TRAINING}
    write("vision.json", {
        "formula": FORMULA, "auto_names": auto_names(), "cases": [run(case) for case in CASES],
        "refused": [attempt(description) for description in REFUSED], "configs": [entry(made_with) for made_with in CONFIGS],
        "data": data, "training": [run_training(case, DATA, detailed) for case in TRAINING],
    })
