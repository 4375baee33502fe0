"""Part of callbacks.json: the order of the hooks of real fit, evaluate and predict calls."""

import keras
import numpy as np

from .common import captured, fresh, wave

HOOKS = [
    "set_params", "set_model", "on_train_begin", "on_train_end", "on_epoch_begin", "on_epoch_end",
    "on_train_batch_begin", "on_train_batch_end", "on_test_begin", "on_test_end", "on_test_batch_begin",
    "on_test_batch_end", "on_predict_begin", "on_predict_end", "on_predict_batch_begin", "on_predict_batch_end",
]
ALIASES = ["on_batch_begin", "on_batch_end"]
X, Y = wave((6, 3)), wave((6, 1), 0.5, 1.1)
X_VAL, Y_VAL = wave((3, 3), 1.0, 0.9), wave((3, 1), 0.5, 1.3)


class Spy(keras.callbacks.Callback):
    """Writes down every hook it gets: arguments, and the keys of the logs in their order."""

    def __init__(self, events, name=None, actions=None):
        super().__init__()
        self.events, self.label, self.actions = events, name, actions or {}

    def note(self, hook, arguments, logs):
        event = {"hook": hook}
        if self.label:
            event["callback"] = self.label
        if arguments:
            event["arguments"] = arguments
        if logs is not None:
            event["log_keys"] = list(logs)
        self.events.append(event)
        action = self.actions.get((hook, *arguments))
        if action:
            action(self.model)

    def set_params(self, params):
        super().set_params(params)
        if self.label is None:
            self.events.append({"hook": "set_params", "params": dict(params)})

    def set_model(self, model):
        super().set_model(model)
        if self.label is None:
            self.events.append({"hook": "set_model"})


def _add_hooks(target, names):
    for name in names:
        if "batch" in name or "epoch" in name:
            setattr(target, name, lambda self, index, logs=None, _n=name: self.note(_n, [index], logs))
        else:
            setattr(target, name, lambda self, logs=None, _n=name: self.note(_n, [], logs))


_add_hooks(Spy, [name for name in HOOKS if not name.startswith("set")])


class AliasSpy(keras.callbacks.Callback):
    """Only knows the old names on_batch_begin and on_batch_end."""

    def __init__(self, events):
        super().__init__()
        self.events = events

    def note(self, hook, arguments, logs):
        self.events.append({"hook": hook, "arguments": arguments, "log_keys": list(logs or {})})


_add_hooks(AliasSpy, ALIASES)


def small_model(**options):
    fresh()
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="tanh"), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=["mae"], **options)
    model.set_weights([wave(w.shape, 0.4, 0.7, j) for j, w in enumerate(model.weights)])
    return model


def stop(model):
    model.stop_training = True


def stop_evaluating(model):
    model.stop_evaluating = True


def stop_predicting(model):
    model.stop_predicting = True


FIT = {"x": X, "y": Y, "batch_size": 4, "epochs": 2, "shuffle": False, "verbose": 0}
VALIDATED = {**FIT, "validation_data": (X_VAL, Y_VAL)}


def fit_order(about, actions=None, options=None, callbacks=None, **arguments):
    """Hooks of one fit; the data are 6 rows, batch size 4, and 3 validation rows."""
    model, events = small_model(**(options or {})), []
    callbacks = callbacks(events) if callbacks else [Spy(events, actions=actions)]
    with captured() as said:
        history = model.fit(**{**VALIDATED, **arguments}, callbacks=callbacks)
    return {"about": about, "events": events, "history_keys": list(history.history), "epochs": history.epoch,
            "warnings": said["warnings"]}


def batches(count):
    """A generator of batches of 2 rows."""
    for index in range(count):
        yield X[index * 2 % 6:index * 2 % 6 + 2], Y[index * 2 % 6:index * 2 % 6 + 2]


GENERATED = {"y": None, "batch_size": None, "validation_data": None}


def call_order(about, call, actions=None):
    model, events = small_model(), []
    returned = call(model, [Spy(events, actions=actions)])
    shape = {"returned_rows": len(returned)} if isinstance(returned, np.ndarray) else {}
    return {"about": about, "events": events, **shape}


def evaluate(model, callbacks):
    return model.evaluate(X, Y, batch_size=4, verbose=0, callbacks=callbacks)


def predict(model, callbacks):
    return model.predict(X, batch_size=4, verbose=0, callbacks=callbacks)


def rate_keys(about, logs_the_rate):
    """Which listeners, before and after a callback that logs the learning rate, see it."""
    def callbacks(events):
        return [OnlyEpochs(events, "before"), logs_the_rate, OnlyEpochs(events, "after")]
    return fit_order(about, callbacks=callbacks, epochs=1)


class OnlyEpochs(keras.callbacks.Callback):
    def __init__(self, events, label):
        super().__init__()
        self.events, self.label = events, label

    def on_epoch_end(self, epoch, logs=None):
        self.events.append({"hook": "on_epoch_end", "callback": self.label, "arguments": [epoch], "log_keys": list(logs)})


def hook_orders():
    schedule = keras.callbacks.LearningRateScheduler
    return {
        "fit": fit_order("2 epochs with validation"),
        "fit_without_validation": fit_order("1 epoch", validation_data=None, epochs=1),
        "fit_stopped_in_batch": fit_order("stop_training set in on_train_batch_end(0) of the first epoch",
                                          {("on_train_batch_end", 0): stop}),
        "fit_stopped_in_batch_begin": fit_order("stop_training set in on_train_batch_begin(0)",
                                                {("on_train_batch_begin", 0): stop}),
        "fit_stopped_in_epoch_begin": fit_order("stop_training set in on_epoch_begin(0)", {("on_epoch_begin", 0): stop}),
        "fit_stopped_in_epoch_end": fit_order("stop_training set in on_epoch_end(0)", {("on_epoch_end", 0): stop}),
        "fit_stopped_in_train_begin": fit_order("stop_training set in on_train_begin", {("on_train_begin",): stop}),
        "fit_stop_evaluating": fit_order("stop_evaluating set in on_test_batch_end(0) of each epoch, batch size 2",
                                         {("on_test_batch_end", 0): stop_evaluating}, validation_batch_size=2),
        "fit_initial_epoch": fit_order("initial_epoch 1 of 2", initial_epoch=1),
        "fit_validation_freq": fit_order("validation_freq 2, 3 epochs", validation_freq=2, epochs=3),
        "fit_steps_per_execution": fit_order("steps_per_execution 2, batch size 2 (3 batches), 1 epoch",
                                             options={"steps_per_execution": 2}, batch_size=2, epochs=1),
        "fit_generator": fit_order("a generator of 3 batches, 2 epochs (the 2 batches that Keras looked at first come again)",
                                   x=batches(3), **GENERATED),
        "fit_generator_steps": fit_order("a generator of 5 batches, steps_per_epoch 2, 3 epochs", x=batches(5),
                                         steps_per_epoch=2, **{**GENERATED, "epochs": 3}),
        "fit_validation_generator": fit_order("validation from a generator of 2 batches, 2 epochs",
                                              validation_data=batches(2)),
        "fit_no_epochs": fit_order("epochs 0", epochs=0),
        "fit_two_callbacks": fit_order("two callbacks, in the order of the list, 1 epoch",
                                       callbacks=lambda events: [Spy(events, "first"), Spy(events, "second")], epochs=1),
        "fit_old_names": fit_order("a callback with on_batch_begin and on_batch_end only, 1 epoch",
                                   callbacks=lambda events: [AliasSpy(events)], epochs=1),
        "rate_of_scheduler": rate_keys("listeners before and after a LearningRateScheduler",
                                       schedule(lambda epoch: 0.1)),
        "rate_of_plateau": rate_keys("listeners before and after a ReduceLROnPlateau",
                                     keras.callbacks.ReduceLROnPlateau()),
        "evaluate": call_order("6 rows, batch size 4", evaluate),
        "evaluate_stopped": call_order("stop_evaluating set in on_test_batch_end(0)", evaluate,
                                       {("on_test_batch_end", 0): stop_evaluating}),
        "predict": call_order("6 rows, batch size 4", predict),
        "predict_stopped": call_order("stop_predicting set in on_predict_batch_end(0)", predict,
                                      {("on_predict_batch_end", 0): stop_predicting}),
    }
