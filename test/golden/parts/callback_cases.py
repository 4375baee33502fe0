"""The scripts for callbacks.json: which callback, how it is made, and the logs of each epoch."""


def series(key, values, **others):
    """Epoch logs with one scripted key."""
    return [{key: value, **others} for value in values]


def case(name, callback, epochs, about="", **config):
    extra = {key: config.pop(key) for key in (
        "learning_rate", "batches", "fits", "initial_epoch", "steps", "schedule") if key in config}
    return {"name": name, "about": about, "callback": callback, "config": config, "epochs": epochs, **extra}


def early(name, values, about="", key="val_loss", **config):
    if key != "val_loss":
        config["monitor"] = key
    return case(f"early_stopping_{name}", "EarlyStopping", series(key, values), about, **config)


DIP = [5, 4, 3, 3.5, 3.2, 3, 2.9, 2.95, 3]
RISE = [0.5, 0.6, 0.55, 0.6, 0.61, 0.5, 0.5, 0.5]

EARLY_STOPPING = [
    early("default", [3, 2, 2, 1], "patience 0, an equal value is no improvement"),
    early("first_epoch", [5, 6, 7], "patience 0 cannot stop in epoch 0"),
    early("patience", DIP, patience=3, verbose=1),
    early("patience_reached", [5, 4, 4, 4, 4, 4], patience=2, verbose=1),
    early("min_delta", [5, 4.8, 4.6, 4.4, 4.3, 4.2], "improvements below 0.5 do not count", min_delta=0.5, patience=2),
    early("min_delta_negative", [5, 4.8, 4.6, 4.4], "the sign is ignored", min_delta=-0.5, patience=2),
    early("min_delta_exact", [5, 4.5, 4, 3.5], "exactly min_delta is no improvement", min_delta=0.5, patience=2),
    early("baseline", [5, 4, 3, 2, 1], "never better than the baseline", baseline=0.5, patience=3),
    early("baseline_beaten", [5, 4, 3, 2, 3, 3, 3], baseline=2.5, patience=4),
    early("baseline_restore", [5, 4, 4.5, 4.2], "the best of the epochs is restored, baseline or not", baseline=1,
          patience=3, restore_best_weights=True, verbose=1),
    early("restore", DIP, patience=2, restore_best_weights=True, verbose=1),
    early("restore_not_stopped", [5, 3, 4, 4], "also restored when the epochs ran out", patience=10,
          restore_best_weights=True, verbose=1),
    early("restore_last_best", [5, 4, 3], patience=2, restore_best_weights=True, verbose=1),
    early("start_from_epoch", [1, 2, 5, 4, 4.5, 4.6], "epochs before it are not looked at", start_from_epoch=2,
          patience=2, restore_best_weights=True),
    early("start_late", [1, 2], "never starts", start_from_epoch=5, restore_best_weights=True),
    early("max", RISE, key="val_accuracy", mode="max", patience=2, min_delta=0.02),
    early("min_of_accuracy", [0.5, 0.4, 0.6, 0.6], key="val_accuracy", mode="min", patience=1),
    early("auto_accuracy", RISE, "direction of the metric", key="val_accuracy", patience=2),
    early("auto_mae", [5, 4, 4.5, 4.6], key="val_mae", patience=2),
    early("auto_named_metric", [0.5, 0.4, 0.3], key="hits", patience=2),
    early("auto_unknown", [1, 2], "no such metric: refused at the first epoch end", key="val_speed", patience=2),
    early("auto_acc", [1, 2], "\"acc\" is not guessed", key="val_acc", patience=2),
    early("nan", [5, "NaN", 4, "NaN", "NaN"], "NaN never improves", patience=2),
    early("nan_first", ["NaN", 5, 4], "NaN as the first value becomes best, nothing improves on it", patience=2,
          restore_best_weights=True),
    case("early_stopping_missing", "EarlyStopping", series("loss", [1, 2, 3]), "the key is missing: a warning each epoch",
         patience=1),
    case("early_stopping_sometimes_missing", "EarlyStopping",
         [{"loss": 1, "val_loss": 5}, {"loss": 1}, {"loss": 1, "val_loss": 6}, {"loss": 1}, {"loss": 1, "val_loss": 6}],
         "as with validation_freq=2", patience=2),
    early("two_fits", [3, 2, 2.5], "the state is new in the second fit", patience=1, fits=2,
          restore_best_weights=True),
    early("initial_epoch", [3, 4], "epoch 4 is the first", patience=1, initial_epoch=4),
]


def checkpoint(name, epochs, about="", **config):
    return case(f"model_checkpoint_{name}", "ModelCheckpoint", epochs, about, **config)


THREE_BATCHES = [[[b, {"loss": 1.0 - 0.1 * b}] for b in range(3)]] * 3
LOSSES = series("val_loss", [3, 2.5, 2.75, 1.25], loss=1.5)

MODEL_CHECKPOINT = [
    checkpoint("every_epoch", LOSSES[:2], filepath="model.h5", verbose=1),
    checkpoint("names", LOSSES, filepath="m-{epoch:02d}-{val_loss:.2f}-{loss:.3f}.h5"),
    checkpoint("name_formats", series("val_loss", [0.000123456, 123456.789, 1, -0.5]),
               filepath="{epoch}_{epoch:03d}_{epoch:4d}_{val_loss}_{val_loss:.1e}_{val_loss:g}_{val_loss:08.3f}_"
               "{val_loss:+.2f}_{val_loss:.0%}.h5"),
    checkpoint("weights", LOSSES[:2], filepath="w{epoch}.weights.h5", save_weights_only=True, verbose=1),
    checkpoint("best", LOSSES, filepath="best.h5", save_best_only=True, verbose=1),
    checkpoint("best_max", series("val_accuracy", [0.5, 0.5, 0.625, 0.25]), filepath="best{epoch}.h5",
               monitor="val_accuracy", mode="max", save_best_only=True, verbose=1),
    checkpoint("best_auto", series("val_accuracy", [0.5, 0.5, 0.625]), filepath="best{epoch}.h5",
               monitor="val_accuracy", save_best_only=True),
    checkpoint("threshold", LOSSES, "only below 2.6", filepath="best{epoch}.h5", save_best_only=True,
               initial_value_threshold=2.6, verbose=1),
    checkpoint("missing_monitor", series("loss", [3, 2]), "warns and saves", filepath="best{epoch}.h5",
               save_best_only=True),
    checkpoint("missing_name_key", series("loss", [3, 2]), filepath="m-{val_loss:.2f}.h5"),
    checkpoint("unknown_auto", series("loss", [3, 2]), "mode auto is resolved even when every epoch is saved",
               filepath="m.h5", monitor="val_speed"),
    checkpoint("batches", series("loss", [3, 2, 1]), "every 2 batches, counted across epochs of 3",
               filepath="e{epoch}b{batch}-{loss:.1f}.h5", save_freq=2, batches=THREE_BATCHES, steps=3, verbose=1),
    checkpoint("batches_grouped", series("loss", [3, 2]), "steps_per_execution=2, 5 batches: ends are 1, 3, 5",
               filepath="e{epoch}b{batch}.h5", save_freq=3, steps=5,
               batches=[[[b, {"loss": 1.0}] for b in (1, 3, 5)]] * 2),
    checkpoint("batches_best", series("loss", [3, 2]), "save_best_only with batches before the first epoch end",
               filepath="b{batch}.h5", save_freq=2, save_best_only=True, monitor="loss", batches=THREE_BATCHES[:2],
               steps=3),
    checkpoint("batches_best_every", series("loss", [3, 2]), "two saves before the first epoch end: no direction yet",
               filepath="b{batch}.h5", save_freq=1, save_best_only=True, monitor="loss", batches=THREE_BATCHES[:2],
               steps=3),
    checkpoint("batches_best_late", series("loss", [3, 2]), "first save in the second epoch",
               filepath="b{batch}.h5", save_freq=4, save_best_only=True, monitor="loss", batches=THREE_BATCHES[:2],
               steps=3),
    checkpoint("two_fits", series("val_loss", [3, 2]), "best is kept in the second fit", filepath="best{epoch}.h5",
               save_best_only=True, fits=2),
    checkpoint("two_fits_batches", series("loss", [3]), "the count of batches goes on", filepath="e{epoch}b{batch}.h5",
               save_freq=2, batches=THREE_BATCHES[:1], steps=3, fits=2),
    checkpoint("nan", series("val_loss", ["NaN", 2, 1]), filepath="best{epoch}.h5", save_best_only=True),
]


def plateau(name, values, about="", **config):
    return case(f"reduce_lr_{name}", "ReduceLROnPlateau", series("val_loss", values), about, **config)


REDUCE_LR = [
    plateau("patience", [5, 4, 4, 4, 4, 4, 4], patience=2, factor=0.5, verbose=1),
    plateau("default", [5] + [5] * 11, "patience 10, factor 0.1"),
    plateau("cooldown", [5] * 12, patience=2, factor=0.5, cooldown=2),
    plateau("cooldown_improved", [5, 5, 4, 4, 4, 4, 4], "improvement while cooling down", patience=1, factor=0.5,
            cooldown=3),
    plateau("min_lr", [5] * 6, patience=1, factor=0.1, min_lr=0.02, verbose=1),
    plateau("min_lr_reached", [5] * 4, "nothing happens at min_lr, wait goes on", patience=1, factor=0.1, min_lr=0.1),
    plateau("min_delta", [5, 4.95, 4.9, 4.85, 4.8], patience=2, factor=0.5, min_delta=0.1),
    plateau("min_delta_default", [1, 0.99995, 0.99985], "1e-4", patience=1, factor=0.5),
    plateau("nan", [5, "NaN", "NaN", 4], patience=2, factor=0.5),
    case("reduce_lr_max", "ReduceLROnPlateau", series("val_accuracy", [0.5, 0.6, 0.6, 0.6]), mode="max",
         monitor="val_accuracy", patience=2, factor=0.5),
    case("reduce_lr_auto", "ReduceLROnPlateau", series("val_accuracy", [0.5, 0.6, 0.6, 0.6]), monitor="val_accuracy",
         patience=2, factor=0.5),
    case("reduce_lr_missing", "ReduceLROnPlateau", series("loss", [1, 2]), "warns, still logs the rate", patience=1),
    plateau("two_fits", [5, 5], "the state is new, the rate stays", patience=1, factor=0.5, fits=2),
]

SCHEDULER = [
    case("scheduler_two_arguments", "LearningRateScheduler", series("loss", [3, 2, 1]), verbose=1,
         schedule="epoch, lr => lr * 0.5"),
    case("scheduler_one_argument", "LearningRateScheduler", series("loss", [3, 2, 1]), verbose=1,
         schedule="epoch => 0.1 / (epoch + 1)"),
    case("scheduler_integer", "LearningRateScheduler", series("loss", [3]), "only floats are taken",
         schedule="epoch => 1 (an integer)"),
    case("scheduler_initial_epoch", "LearningRateScheduler", series("loss", [3, 2]), initial_epoch=3,
         schedule="epoch => 0.1 / (epoch + 1)"),
]

BAD = [[[0, {"loss": 1.0}], [1, {"loss": "NaN"}], [2, {"loss": 1.0}]]]
TERMINATE = [
    case("terminate_on_nan", "TerminateOnNaN", series("loss", [1, 1]), batches=BAD, steps=3),
    case("terminate_on_inf", "TerminateOnNaN", series("loss", [1]), batches=[[[0, {"loss": "Infinity"}]]]),
    case("terminate_on_minus_inf", "TerminateOnNaN", series("loss", [1]), batches=[[[0, {"loss": "-Infinity"}]]]),
    case("terminate_other_key", "TerminateOnNaN", series("loss", [1]), "only loss is looked at",
         batches=[[[0, {"loss": 1.0, "mae": "NaN"}]]]),
    case("terminate_raise", "TerminateOnNaN", series("loss", [1, 1]), batches=BAD, steps=3, raise_error=True),
]

CASES = EARLY_STOPPING + MODEL_CHECKPOINT + REDUCE_LR + SCHEDULER + TERMINATE
