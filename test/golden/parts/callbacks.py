"""callbacks.json: real callbacks driven through scripted logs (and a few real fits), with all they do written down."""

import os
import tempfile

import keras
import numpy as np

from .backup import backups
from .callback_cases import CASES
from .common import Exact, captured, fresh, write
from .hooks import hook_orders
from .progress import bars, fits

STATE = ["wait", "best", "best_epoch", "stopped_epoch", "cooldown_counter", "min_delta"]


def tiny_model(learning_rate):
    """A real compiled model with metrics called accuracy, mae and hits, so that mode="auto" can find them."""
    fresh()
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate), loss="mse",
        metrics=["accuracy", "mae", keras.metrics.BinaryAccuracy(name="hits")],
    )
    model.evaluate(np.zeros((2, 2), np.float32), np.zeros((2, 1), np.float32), verbose=0)
    return model


def real(logs):
    """A copy of scripted logs with "NaN" and the like as floats."""
    return {key: float(value) for key, value in logs.items()}


class Driver:
    """Calls the hooks of one callback as fit() does and records what is seen after each."""

    def __init__(self, case):
        config = case.get("config", {})
        self.case = case
        self.model = tiny_model(case.get("learning_rate", 0.1))
        self.saved, self.trace = [], []
        self.set_weights(0)
        self.model.save = lambda path, **_: self.saved.append({"model": path})
        self.model.save_weights = lambda path, **_: self.saved.append({"weights": path})
        self.callback = getattr(keras.callbacks, case["callback"])(**config)
        self.callback.set_params({"verbose": 0, "epochs": len(case["epochs"]), "steps": case.get("steps", 1)})
        self.callback.set_model(self.model)

    def run(self):
        for _ in range(self.case.get("fits", 1)):
            self.one_fit()
        return self.trace

    def one_fit(self):
        self.model.stop_training = False
        if not self.call("on_train_begin"):
            return
        first = self.case.get("initial_epoch", 0)
        for epoch, logs in enumerate(self.case["epochs"], first):
            self.set_weights(epoch + 1)
            if not self.call("on_epoch_begin", epoch):
                return
            for batch, batch_logs in self.batches(epoch - first):
                self.call("on_train_batch_begin", batch)
                if not self.call("on_train_batch_end", batch, real(batch_logs)):
                    return
                if self.model.stop_training:
                    break
            if not self.call("on_epoch_end", epoch, real(logs)):
                return
            if self.model.stop_training:
                break
        self.call("on_train_end", real(logs))

    def batches(self, index):
        """Batch indices and logs: scripted, or one batch with the logs of nothing."""
        scripted = self.case.get("batches", [])
        return scripted[index] if index < len(scripted) else []

    def set_weights(self, value):
        """The kernel holds the 1-based epoch, so that restored weights tell where they come from."""
        self.model.set_weights([np.full(w.shape, value, np.float32) for w in self.model.weights])

    def call(self, hook, *arguments):
        """One hook; False when it raised (fit() would end there)."""
        with captured() as said:
            try:
                getattr(self.callback, hook)(*arguments)
                error = None
            except Exception as raised:
                error = {"class": type(raised).__name__, "message": str(raised)}
        self.record(hook, arguments, said, error)
        return error is None

    def record(self, hook, arguments, said, error):
        entry = {"hook": hook, "arguments": [a for a in arguments if not isinstance(a, dict)]}
        logs = next((a for a in arguments if isinstance(a, dict)), None)
        if logs is not None:
            entry["logs_after"] = logs
        entry["stop_training"] = self.model.stop_training
        if self.case["callback"] in ("ReduceLROnPlateau", "LearningRateScheduler"):
            entry["learning_rate"] = float(self.model.optimizer.learning_rate)
        if self.case["callback"] == "EarlyStopping":
            entry["kernel"] = float(self.model.get_weights()[0][0, 0])
        for name in STATE:
            if hasattr(self.callback, name):
                entry[name] = getattr(self.callback, name)
        entry["saved"], self.saved[:] = list(self.saved), []
        entry["printed"], entry["warnings"] = said["text"], said["warnings"]
        if error:
            entry["error"] = error
        entry = {key: value for key, value in entry.items() if value not in ([], "")}
        if not hook.endswith("_begin") or hook == "on_train_begin" or self.changed(entry):
            self.trace.append(entry)

    def changed(self, entry):
        """Whether a begin hook did anything; the kernel is set by this driver, not by the callback."""
        skip = {"hook", "arguments", "logs_after", "kernel", "saved", "printed", "warnings"}
        last = self.trace[-1]
        acted = any(key in entry for key in ("saved", "printed", "warnings", "error"))
        return acted or any(repr(entry[key]) != repr(last.get(key)) for key in entry.keys() - skip)


def drive(case):
    schedule = case.get("schedule")
    if schedule:
        case = {**case, "config": {**case.get("config", {}), "schedule": SCHEDULES[schedule]}}
    try:
        trace = Driver(case).run()
        result = {"trace": trace}
    except Exception as raised:
        result = {"constructor_error": {"class": type(raised).__name__, "message": str(raised)}}
    if schedule:
        case["config"] = {key: value for key, value in case["config"].items() if key != "schedule"}
    return {**case, **result}


SCHEDULES = {
    "epoch, lr => lr * 0.5": lambda epoch, lr: lr * 0.5,
    "epoch => 0.1 / (epoch + 1)": lambda epoch: 0.1 / (epoch + 1),
    "epoch => 1 (an integer)": lambda epoch: 1,
}


def constructor_errors():
    """What the constructors refuse."""
    tries = [
        ("ReduceLROnPlateau", {"factor": 1.0}),
        ("ModelCheckpoint", {"filepath": "model.txt"}),
        ("ModelCheckpoint", {"filepath": "model.h5", "save_weights_only": True}),
        ("ModelCheckpoint", {"filepath": "model.h5", "save_freq": "batch"}),
        ("ModelCheckpoint", {"filepath": "model.keras"}),
        ("EarlyStopping", {"mode": "least"}),
    ]
    results = []
    for name, config in tries:
        entry = {"callback": name, "config": config}
        with captured() as said:
            try:
                getattr(keras.callbacks, name)(**config)
            except Exception as raised:
                entry["error"] = {"class": type(raised).__name__, "message": str(raised)}
        results.append({**entry, "warnings": said["warnings"]})
    return results


def csv_case(about, fits, separator=",", append=False, existing=None):
    """Bytes of the file that CSVLogger writes for the scripted logs of one or more fits."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.csv")
        if existing is not None:
            with open(path, "w", newline="") as file:
                file.write(existing)
        for fit in fits:
            logger = keras.callbacks.CSVLogger(path, separator=separator, append=append)
            logger.on_train_begin()
            for epoch, logs in fit:
                logger.on_epoch_end(epoch, logs)
            logger.on_train_end()
        with open(path, newline="") as file:
            content = file.read()
    exact = [[[epoch, {k: Exact(v) if isinstance(v, float) else v for k, v in logs.items()}] for epoch, logs in fit]
             for fit in fits]
    return {"about": about, "config": {"separator": separator, "append": append}, "existing": existing, "fits": exact,
            "file": content}


def csv_cases():
    loss, val = {"loss": 0.5}, {"loss": 0.25, "val_loss": 0.75}
    numbers = {
        "a": 1.0, "b": 1e-05, "c": float(np.float32(0.3)), "d": 123456789.0, "e": 1e16, "f": 0.0001, "g": 1e-10,
        "h": 0.0, "i": -2.5, "j": float(np.float32(1e-3)), "k": 1e22, "val_a": 3,
    }
    return [
        csv_case("validation every epoch; keys come out sorted", [
            [(0, {"val_loss": 0.75, "loss": 0.5, "accuracy": 1.0}), (1, {"loss": 0.25, "accuracy": 0.5, "val_loss": 1.5})]]),
        csv_case("validation in every second epoch only", [[(0, loss), (1, val), (2, loss), (3, val)]]),
        csv_case("no validation at all", [[(0, {"loss": 0.5, "accuracy": 0.125}), (1, {"loss": 0.25, "accuracy": 0.5})]]),
        csv_case("validation in the first epoch, not in the second", [[(0, val), (1, loss)]]),
        csv_case("a key that comes later is left out", [[(0, val), (1, {**val, "learning_rate": 0.1})]]),
        csv_case("two fits, append", [[(0, val), (1, val)], [(2, val)]], append=True),
        csv_case("two fits, no append", [[(0, val), (1, val)], [(2, val)]]),
        csv_case("append to an empty file", [[(0, val)]], append=True, existing=""),
        csv_case("append to a file with other columns", [[(0, val)]], append=True, existing="epoch,loss\r\n0,1.0\r\n"),
        csv_case("semicolons", [[(0, val)]], separator=";"),
        csv_case("how numbers look", [[(0, numbers)]]),
        csv_case("special values", [[(0, {"loss": float("nan"), "val_loss": float("inf")}),
                                     (1, {"loss": float("-inf"), "val_loss": 1.0})]]),
        csv_case("text with the separator and a quote", [[(0, {"loss": 'a,"b"', "val_loss": 1.0})]]),
    ]


def make():
    write("callbacks.json", {
        "schedules": list(SCHEDULES),
        "constructor_errors": constructor_errors(),
        "csv_logger": csv_cases(),
        "hook_order": hook_orders(),
        "backup_and_restore": backups(),
        "progress_bars": bars(), "progress_fits": fits(),
        "cases": [drive(case) for case in CASES],
    })
