"""training.json: whole fit() runs from weights made by a formula, without shuffle and dropout."""

import keras

from .common import WEIGHT_FORMULA, captured, flat, fresh, set_weights_by_formula, tensor, variables, write
from .networks import compiled
from .refusals import refusals
from .training_cases import CASES
from .training_data import DATA, FORMULAS

STEPS_WITH_WEIGHTS = 10
DETAILED = {  # cases that also record weights after each step and the optimizer's values
    "mlp", "regression", "binary", "binary_logits", "functional", "regularized", "adamw", "ema_overwrite",
    "accumulation",
}


class Recorder(keras.callbacks.Callback):
    """Writes down the logs of every batch hook and the weights after the first steps."""

    def __init__(self, steps_with_weights):
        super().__init__()
        self.batches, self.weights = [], []
        self.steps_with_weights = steps_with_weights
        self.epoch = self.begin = None

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_begin(self, batch, logs=None):
        self.begin = batch

    def on_train_batch_end(self, batch, logs=None):
        self.batches.append({"epoch": self.epoch, "begin": self.begin, "end": batch, "logs": dict(logs)})
        if len(self.weights) < self.steps_with_weights:
            self.weights.append([flat(w) for w in self.model.get_weights()])


def pick(data, names):
    """Replaces the names of arrays by the arrays, in lists and objects too."""
    if isinstance(names, dict):
        return {key: pick(data, name) for key, name in names.items()}
    if isinstance(names, list):
        return [pick(data, name) for name in names]
    return data[names] if isinstance(names, str) else names


def fit_arguments(case, datasets):
    data = datasets[case["data"]]
    arguments = {"shuffle": False, "verbose": 0, **case["fit"]}
    for key in ("x", "y", "sample_weight", "validation_data"):
        if key in arguments:
            arguments[key] = pick(data, arguments[key])
    if "validation_data" in arguments:
        arguments["validation_data"] = tuple(arguments["validation_data"])
    if "class_weight" in arguments:
        arguments["class_weight"] = {int(key): value for key, value in arguments["class_weight"].items()}
    return arguments


def outputs(prediction):
    return [tensor(p) for p in prediction] if isinstance(prediction, list) else tensor(prediction)


def describe_start(case, model):
    set_weights_by_formula(model)
    return {
        **case,
        "output_names": getattr(model, "output_names", None),
        "weight_paths": [w.path for w in model.weights],
        "trainable_paths": [w.path for w in model.trainable_weights],
        "initial_weights": [tensor(w) for w in model.get_weights()],
    }


def evaluated(model, arguments):
    data = {key: arguments[key] for key in ("x", "y", "sample_weight", "batch_size") if key in arguments}
    return {
        "list": model.evaluate(**data, verbose=0),
        "dict": model.evaluate(**data, verbose=0, return_dict=True),
    }


def first_rows(x, count=4):
    return {key: value[:count] for key, value in x.items()} if isinstance(x, dict) else x[:count]


def fitted(model, arguments, steps_with_weights=0):
    """One fit() with everything it reports."""
    recorder = Recorder(steps_with_weights)
    with captured() as said:
        history = model.fit(**arguments, callbacks=[recorder])
    return {
        "batches": recorder.batches,
        **({"weights_after_step": recorder.weights} if steps_with_weights else {}),
        "history": history.history,
        "epochs": history.epoch,
        "params": history.params,
        "final_weights": [flat(w) for w in model.get_weights()],
        "warnings": said["warnings"],
    }


def run(case, datasets=DATA, detailed_cases=DETAILED):
    fresh()
    model = compiled(case["network"], case["compile"])
    result = describe_start(case, model)
    arguments = fit_arguments(case, datasets)
    detailed = case["name"] in detailed_cases
    result.update(fitted(model, arguments, STEPS_WITH_WEIGHTS if detailed else 0))
    if "again" in case:
        again = {"batch_size": arguments.get("batch_size"), **case["again"]}
        result["again_result"] = fitted(model, {**arguments, **again})
    result["optimizer_variables"] = variables(model.optimizer.variables, values=detailed)
    result["metrics_names"] = model.metrics_names
    result["evaluate"] = evaluated(model, arguments)
    result["predict_first_4"] = outputs(model.predict(first_rows(arguments["x"]), verbose=0))
    return result


def run_on_batch(case):
    """train_on_batch, test_on_batch and predict_on_batch, called by hand."""
    fresh()
    model = compiled(case["network"], case["compile"])
    result = describe_start(case, model)
    data = DATA[case["data"]]
    steps = []
    for call in case["calls"]:
        rows = slice(*call["rows"])
        extra = {"sample_weight": data[call["sample_weight"]][rows]} if "sample_weight" in call else {}
        if "class_weight" in call:
            extra["class_weight"] = {int(key): value for key, value in call["class_weight"].items()}
        method = getattr(model, call["method"])
        if call["method"] == "predict_on_batch":
            returned = tensor(method(data["x"][rows]))
        else:
            returned = method(data["x"][rows], data["y"][rows], return_dict=call.get("return_dict", False), **extra)
        steps.append({**call, "returns": returned, "weights": [flat(w) for w in model.get_weights()]})
    return {**result, "results": steps}


def make():
    data = {
        name: {"formula": FORMULAS[name], **{key: tensor(value) for key, value in arrays.items()}}
        for name, arrays in DATA.items()
    }
    cases = [run_on_batch(case) if "calls" in case else run(case) for case in CASES]
    write("training.json", {"weight_formula": WEIGHT_FORMULA, "data": data, "cases": cases, "refused": refusals()})
