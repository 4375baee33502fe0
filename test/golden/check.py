"""Run with: python check.py FILE [--model MODEL] [--input INPUT.json] [--train DATA.json]   (environment: see make.py)

Opens a file written by webgpu-fit in real Keras and prints JSON: the proof that it can be read there.
FILE      a whole model (.h5, .keras) or weights (.weights.h5)
--model   for weights: the model they belong to, a .h5/.keras file or a .json with a model configuration
--input   JSON: {"shape", "data", "dtype"?}, nested numbers, or an object of these by input name; adds "predictions"
--train   JSON: {"x", "y", "sample_weight"?, "fit": {fit() arguments}}; adds "history" and "weights_after" of a fit that goes
          on with the file's optimizer state (no shuffle)
"""

import argparse
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("KERAS_HOME", tempfile.mkdtemp())

import h5py
import keras
import numpy as np

from parts.common import plain, tensor, variables


def main():
    options = arguments()
    weights_only = options.file.endswith(".weights.h5")
    model = with_weights(options) if weights_only else keras.models.load_model(options.file)
    result = {"keras": keras.__version__, "file": os.path.basename(options.file)}
    if model is None:
        result["datasets"] = datasets(options.file)
    else:
        if options.file.endswith(".h5") and not weights_only:
            restore_optimizer(model, options.file)
        result.update(report(model, options))
    json.dump(plain(result), sys.stdout, ensure_ascii=False)
    print()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--model")
    parser.add_argument("--input")
    parser.add_argument("--train")
    return parser.parse_args()


def with_weights(options):
    """The model of --model with the weights (and optimizer state) of the file, or None without --model."""
    if not options.model:
        return None
    if options.model.endswith(".json"):
        model = from_config(read(options.model))
    else:
        model = keras.models.load_model(options.model)
    if optimizer_of(model) is not None:
        rebuild_optimizer(model)
    model.load_weights(options.file)
    return model


def optimizer_of(model):
    return getattr(model, "optimizer", None)


def from_config(config):
    """A model from its configuration: Keras 3's form, or the shorter one of .h5 files (without "module")."""
    if "module" in config:
        return keras.models.model_from_json(json.dumps(config))
    from keras.src.legacy.saving import saving_options, saving_utils

    with saving_options.keras_option_scope(use_legacy_config=True):
        return saving_utils.model_from_config(config)


def rebuild_optimizer(model):
    """A new optimizer with the same settings, built on the weights (after load_model of .h5 it is built on nothing)."""
    optimizer = type(model.optimizer).from_config(model.optimizer.get_config())
    model.optimizer = optimizer
    optimizer.build(model.trainable_variables)


def restore_optimizer(model, path):
    """The optimizer state of a legacy .h5 file, which load_model leaves out but for iteration and learning rate."""
    with h5py.File(path, "r") as file:
        group = file.get("optimizer_weights")
        if group is None or optimizer_of(model) is None:
            return
        values = [group[name][()] for name in text_list(group, "weight_names")]
    rebuild_optimizer(model)
    expected = [tuple(variable.shape) for variable in model.optimizer.variables]
    found = [value.shape for value in values]
    if expected != found:
        raise SystemExit(f"Cannot restore the optimizer: the file holds {found}, Keras expects {expected}")
    model.optimizer.set_weights(values)


def text_list(group, name):
    """An attribute list, which Keras splits into name0, name1, … when it is too long for one attribute."""
    if name in group.attrs:
        parts = [group.attrs[name]]
    else:
        count = sum(1 for key in group.attrs if key.startswith(name))
        parts = [group.attrs[f"{name}{index}"] for index in range(count)]
    return [item.decode() if isinstance(item, bytes) else item for part in parts for item in part]


def report(model, options):
    result = {
        "class_name": type(model).__name__,
        "name": model.name,
        "layers": [{"class_name": type(layer).__name__, "name": layer.name} for layer in model.layers],
        "weights": variables(model.weights),
        "trainable_paths": [weight.path for weight in model.trainable_weights],
        "compile_config": model.get_compile_config() or None,
        "optimizer_variables": variables(model.optimizer.variables) if optimizer_of(model) is not None else None,
    }
    if options.input:
        result["predictions"] = nested(model.predict(arrays(read(options.input)), verbose=0))
    if options.train:
        result.update(trained(model, read(options.train)))
    return result


def trained(model, data):
    weight = {"sample_weight": arrays(data["sample_weight"])} if "sample_weight" in data else {}
    fit = {"shuffle": False, "verbose": 0, **data.get("fit", {})}
    history = model.fit(arrays(data["x"]), arrays(data["y"]), **weight, **fit)
    return {"history": history.history, "weights_after": variables(model.weights)}


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def arrays(value):
    """numpy arrays from tensors, nested numbers, and objects of them."""
    if isinstance(value, dict) and "data" in value and "shape" in value:
        return np.array(value["data"], dtype=value.get("dtype", "float32")).reshape(value["shape"])
    if isinstance(value, dict):
        return {key: arrays(item) for key, item in value.items()}
    return np.array(value, dtype="float32")


def nested(prediction):
    if isinstance(prediction, dict):
        return {key: tensor(item) for key, item in prediction.items()}
    return [tensor(item) for item in prediction] if isinstance(prediction, (list, tuple)) else tensor(prediction)


def datasets(path):
    """All datasets of a file by path."""
    found = {}
    with h5py.File(path, "r") as file:
        file.visititems(lambda name, item: found.update({name: tensor(item[()])}) if isinstance(item, h5py.Dataset) else None)
    return found


if __name__ == "__main__":
    main()
