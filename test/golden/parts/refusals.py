"""Part of training.json: what compile() and fit() refuse, warn about or silently take."""

import keras
import numpy as np

from .common import captured, fresh

X, Y = np.ones((4, 3), np.float32), np.ones((4, 1), np.float32)
WEIGHTS = np.ones(4, np.float32)


def model(**options):
    layers = [keras.Input((3,)), keras.layers.Dense(2), keras.layers.Dense(1)]
    made = keras.Sequential(layers)
    made.compile(**{"optimizer": "sgd", "loss": "mse", **options})
    return made


def fit(compile_options=None, **arguments):
    return lambda: list(model(**(compile_options or {})).fit(**{"x": X, "y": Y, "verbose": 0, **arguments}).history)


def two_outputs():
    x = keras.Input((3,))
    made = keras.Model(x, [keras.layers.Dense(1)(x), keras.layers.Dense(1)(x)])
    made.compile("sgd", "mse")
    return list(made.fit(X, [Y, Y], class_weight={0: 1.0, 1: 2.0}, verbose=0).history)


def changed_trainable():
    made = model()
    made.layers[0].trainable = False
    return list(made.fit(X, Y, verbose=0).history)


def not_compiled():
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)]).fit(X, Y)


TRIES = {
    "class_weight and sample_weight": fit(class_weight={0: 1.0, 1: 2.0}, sample_weight=WEIGHTS),
    "class_weight with a key that is no integer": fit(class_weight={"a": 1.0}),
    "class_weight with two outputs": two_outputs,
    "validation_split of 0.1 of 4 rows": fit(validation_split=0.1),
    "validation_split of 0.999 of 4 rows": fit(validation_split=0.999),
    "validation_split of 1": fit(validation_split=1.0),
    "x and y of different length": fit(y=Y[:3]),
    "sample_weight of another length": fit(sample_weight=WEIGHTS[:3]),
    "an input of another width": fit(x=np.ones((4, 5), np.float32)),
    "unknown loss": fit({"loss": "nope"}), "unknown metric": fit({"metrics": ["nope"]}),
    "unknown optimizer": lambda: model(optimizer="nope"), "no loss": fit({"loss": None}),
    "metrics as a string": lambda: model(metrics="mae"),
    "not compiled": not_compiled, "batch_size 0": fit(batch_size=0), "epochs below initial_epoch": fit(initial_epoch=3),
    "more steps_per_epoch than batches": fit(batch_size=2, steps_per_epoch=5),
    "validation_freq 0": fit(validation_data=(X, Y), validation_freq=0),
    "validation_freq 1.5": fit(validation_data=(X, Y), validation_freq=1.5),
    "trainable changed after compile": changed_trainable,
    "a metric named loss": fit({"metrics": [keras.metrics.MeanAbsoluteError(name="loss")]}),
    "learning_rate 1 (an integer)": lambda: keras.optimizers.SGD(1).name,
    "momentum 2": lambda: keras.optimizers.SGD(0.1, momentum=2.0).name,
    "gradient_accumulation_steps 1": lambda: keras.optimizers.SGD(0.1, gradient_accumulation_steps=1).name,
    "clipnorm and clipvalue": lambda: keras.optimizers.SGD(0.1, clipnorm=1.0, clipvalue=1.0).name,
    "ema_momentum 2": lambda: keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=2.0).name,
    "unknown optimizer argument": lambda: keras.optimizers.SGD(0.1, speed=1).name,
    "dropout rate 1": lambda: keras.layers.Dropout(1.0).name, "dropout rate 1.5": lambda: keras.layers.Dropout(1.5).name,
    "0 units": lambda: keras.layers.Dense(0).name, "2.5 units": lambda: keras.layers.Dense(2.5).name,
    "unknown activation": lambda: keras.layers.Dense(1, activation="nope").name,
    "two layers of one name": lambda: keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(2, name="a"), keras.layers.Dense(2, name="a")]).name,
}


def attempt(about, action):
    fresh()
    result = {"about": about}
    with captured() as said:
        try:
            result["returns"] = action()
        except Exception as error:
            message = str(error).split("\n")[0]
            result["error"] = {"class": type(error).__name__, "message": message}
    return {**result, "warnings": said["warnings"]}


def refusals():
    return [attempt(about, action) for about, action in TRIES.items()]
