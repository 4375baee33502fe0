"""Part of callbacks.json: what the progress bar prints, with a clock of our own."""

import types

import keras
from keras.src.utils import progbar

from .common import captured
from .hooks import VALIDATED, X, Y, small_model


class Clock:
    """Stands in for the time module inside keras.utils.Progbar; now is set, or moves on by step at every look."""

    def __init__(self, step=0.0):
        self.now, self.step = 100.0, step

    def time(self):
        self.now += self.step
        return self.now


def with_clock(clock, action):
    """Runs an action with that clock and gives what it printed."""
    original = progbar.time
    progbar.time = types.SimpleNamespace(time=clock.time)
    try:
        with captured() as said:
            action()
    finally:
        progbar.time = original
    return said["text"]


def bar(about, updates, target=10, **options):
    """updates: [seconds since the start, current, values, finalize]; printed: one text per update."""
    clock, printed = Clock(), []
    progress = keras.utils.Progbar(target, stateless_metrics=set(), **options)
    progress._start = progress._time_at_epoch_start = clock.now
    for seconds, current, values, finalize in updates:
        clock.now = 100.0 + seconds
        printed.append(with_clock(clock, lambda: progress.update(current, list(values.items()), finalize=finalize)))
    return {"about": about, "target": target, "options": options, "updates": updates, "printed": printed}


LOSS = {"loss": 0.5}
UPDATES = [[0.2, 1, LOSS, False], [0.3, 2, {"loss": 0.25}, False], [0.32, 3, LOSS, False], [1.5, 9, LOSS, False],
           [2.0, 10, {"loss": 0.125, "val_loss": 0.25}, True]]
SMALL = {"a": 0.001, "b": 0.00101, "c": 1e-12, "d": 0.0, "e": -0.5, "f": 12345.678, "g": -1e-5}


def bars():
    return [
        bar("an update within 50 ms of the last one prints nothing", UPDATES),
        bar("one line per epoch", UPDATES, verbose=2),
        bar("silent", UPDATES, verbose=0),
        bar("how numbers look", [[1.0, 10, SMALL, True]]),
        bar("how numbers look in a line", [[1.0, 10, SMALL, True]], verbose=2),
        bar("long epochs: remaining time in minutes and hours", [
            [100.0, 1, {}, False], [200.0, 2, {}, False], [2000.0, 900, {}, False], [2100.0, 990, {}, False],
            [2200.0, 1000, {}, True]], target=1000),
        bar("short steps", [[0.0001, 1, {}, False], [0.06, 500, {}, False], [0.2, 1000, {}, True]], target=1000),
        bar("number of steps not known", [[0.5, 1, LOSS, False], [1.0, 2, LOSS, False]], target=None),
        bar("one step", [[0.25, 1, LOSS, False], [0.5, 1, LOSS, True]], target=1),
        bar("a shorter line is padded", [[1.0, 1, {"loss": 0.0001}, False], [2.0, 2, LOSS, False]], target=3),
    ]


class InStep(keras.callbacks.Callback):
    """Own batch hooks keep Keras from calling the bar's on another thread, so that the order is fixed."""

    def on_train_batch_end(self, batch, logs=None):
        pass

    def on_test_batch_end(self, batch, logs=None):
        pass

    def on_predict_batch_end(self, batch, logs=None):
        pass


def fits():
    train, batches = {**VALIDATED, "callbacks": [InStep()]}, {"batch_size": 4, "callbacks": [InStep()]}
    calls = {
        "fit, verbose=1, 2 epochs": lambda m: m.fit(**{**train, "verbose": 1}),
        "fit, verbose='auto', 1 epoch": lambda m: m.fit(**{**train, "verbose": "auto", "epochs": 1}),
        "fit, verbose=2, 2 epochs": lambda m: m.fit(**{**train, "verbose": 2}),
        "fit, verbose=2, 1 epoch": lambda m: m.fit(**{**train, "verbose": 2, "epochs": 1}),
        "evaluate, verbose=2": lambda m: m.evaluate(X, Y, **batches, verbose=2),
        "predict, verbose=2": lambda m: m.predict(X, **batches, verbose=2),
        "evaluate, verbose=1": lambda m: m.evaluate(X, Y, **batches, verbose=1),
        "predict, verbose=1": lambda m: m.predict(X, **batches, verbose=1),
    }
    results = []
    for about, call in calls.items():
        model = small_model()
        results.append({"about": about, "seconds_per_look_at_the_clock": 0.25,
                        "printed": with_clock(Clock(0.25), lambda: call(model))})
    return results
