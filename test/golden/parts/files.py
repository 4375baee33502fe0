"""files/: .h5 and .weights.h5 files written by real Keras, with what a reader must find in them."""

import h5py
import keras
import numpy as np

from . import legacy_configs
from .common import FOLDER, WEIGHT_FORMULA, captured, flat, fresh, set_weights_by_formula, tensor, variables, write
from .networks import compile_model, compiled, part
from .training import outputs, pick
from .training_cases import SPARSE, TWO_COMPILE, TWO_INPUTS, adam, dense
from .training_data import DATA

MLP = {
    "input": [6],
    "layers": [part("Rescaling", scale=0.5, offset=0.1), dense(8, "relu"), part("Dropout", rate=0.0), dense(3, "softmax")],
}
MODELS = {
    "mlp": {
        "network": MLP, "compile": {"optimizer": adam(), "loss": SPARSE, "metrics": ["accuracy"]}, "data": "classes",
        "x": "x", "y": "y",
    },
    "functional": {
        "network": TWO_INPUTS, "data": "two_inputs",
        "compile": {  # not "mse": a legacy file with that string cannot be loaded (see legacy_configs)
            **TWO_COMPILE, "loss": {"kind": SPARSE, "size": "mean_squared_error"},
            "optimizer": part("SGD", learning_rate=0.05, momentum=0.9),
        },
        "x": {"a": "a", "b": "b"}, "y": {"kind": "y", "size": "target"},
    },
}
EPOCHS = {"batch_size": 5, "epochs": 2, "shuffle": False, "verbose": 0}


def attribute(value):
    """An HDF5 attribute as JSON; long text (the configuration) is left to the reader."""
    value = plain_text(value)
    return value if not isinstance(value, str) or len(value) < 200 else f"({len(value)} characters)"


def plain_text(value):
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, np.ndarray):
        return [plain_text(item) for item in value.tolist()]
    return value


def tree(path):
    """Every group and dataset of a file, in the order HDF5 gives them, with attributes."""
    entries = []

    def visit(name, item):
        entry = {"path": "/" + name, "attributes": {key: attribute(value) for key, value in item.attrs.items()}}
        if isinstance(item, h5py.Dataset):
            entry.update(shape=list(item.shape), dtype=str(item.dtype))
        entries.append({key: value for key, value in entry.items() if value != {}})

    with h5py.File(path, "r") as file:
        visit("", file)
        file.visititems(visit)
    return entries


def first_four(x):
    return {key: value[:4] for key, value in x.items()} if isinstance(x, dict) else x[:4]


def inputs(x):
    return {key: tensor(value) for key, value in x.items()} if isinstance(x, dict) else tensor(x)


def state(model, x):
    """What must be equal after loading."""
    return {
        "weights": variables(model.weights),
        "optimizer_variables": variables(model.optimizer.variables),
        "predict_first_4": outputs(model.predict(first_four(x), verbose=0)),
    }


def next_epochs(model, x, y):
    """Two more epochs of training and where they lead."""
    history = model.fit(x, y, **EPOCHS)
    return {"history": history.history, "final_weights": [flat(w) for w in model.get_weights()]}


def restore_optimizer(model, compile_options, path):
    """Puts the optimizer state of a legacy .h5 file into a loaded model.

    load_model() builds the optimizer on the model's own (top-level) variables, of which there are none: it restores
    only iteration and learning rate, and a fit() fails. A fresh optimizer, built on the trainable variables and filled in
    the order of the file, goes on exactly where the saved one stopped.
    """
    compile_model(model, compile_options)
    model.optimizer.build(model.trainable_variables)
    with h5py.File(path, "r") as file:
        group = file["optimizer_weights"]
        model.optimizer.set_weights([group[name][()] for name in group.attrs["weight_names"]])


def attempt(path, action):
    """What a method of a freshly loaded model returns, or how it fails."""
    with captured():
        model = keras.models.load_model(path)
    try:
        return action(model)
    except Exception as error:
        return {"error": {"class": type(error).__name__, "message": str(error).split("\n")[0]}}


def emptied(model):
    """A model whose weights and optimizer state are lost, to be filled from a weights file."""
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    for variable in model.optimizer.variables:
        variable.assign(np.zeros(variable.shape, variable.dtype))
    return model


def make_model(name, description):
    fresh()
    data = DATA[description["data"]]
    x, y = pick(data, description["x"]), pick(data, description["y"])
    model = compiled(description["network"], description["compile"])
    set_weights_by_formula(model)
    before = model.fit(x, y, **EPOCHS)
    full, weights = FOLDER / "files" / f"{name}.h5", FOLDER / "files" / f"{name}.weights.h5"
    model.save(full)
    model.save_weights(weights)
    common = {
        "about": "formula weights, 2 epochs of fit (batch size 5, no shuffle), save; \"next\": 2 more epochs after loading",
        **description, "weight_formula": WEIGHT_FORMULA, "history_before": before.history,
        "evaluate": model.evaluate(x, y, verbose=0, return_dict=True), "input_first_4": inputs(first_four(x)), **state(model, x),
    }
    went_on = next_epochs(model, x, y)
    with captured() as said:
        loaded = keras.models.load_model(full)
    after_load = {
        "load_warnings": said["warnings"], "optimizer_variables_after_load_model": variables(loaded.optimizer.variables),
        "evaluate_after_load_model": attempt(full, lambda m: m.evaluate(x, y, verbose=0, return_dict=True)),
        "fit_after_load_model": attempt(full, lambda m: m.fit(x, y, **EPOCHS).history),
    }
    restore_optimizer(loaded, description["compile"], full)
    write(f"files/{name}.h5.json", {
        **common, "tree": tree(full), "model_config": root_json(full, "model_config"),
        "training_config": root_json(full, "training_config"), **after_load,
        "next_without_saving": went_on, "next": next_epochs(loaded, x, y),
    })
    emptied(model).load_weights(weights)
    write(f"files/{name}.weights.h5.json", {
        **common, "tree": tree(weights), "next_without_saving": went_on, "next": next_epochs(model, x, y),
    })


def root_json(path, name):
    """The configuration text of a file, exactly as it is written there."""
    with h5py.File(path, "r") as file:
        return plain_text(file.attrs[name])


def make():
    (FOLDER / "files").mkdir(exist_ok=True)
    for name, description in MODELS.items():
        make_model(name, description)
    legacy_configs.make()
