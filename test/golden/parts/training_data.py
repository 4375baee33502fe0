"""The data sets of training.json, all by formula; the arrays are stored in the file as well."""

import numpy as np

from .common import wave

TRAIN, VALIDATION = 22, 8


def labels(count, start=0):
    index = np.arange(start, start + count)
    return ((index * 5 + index // 3) % 3).astype(np.int32)


def one_hot(y, classes=3):
    return np.eye(classes, dtype=np.float32)[y]


def classes():
    y, y_val = labels(TRAIN), labels(VALIDATION, TRAIN)
    return {
        "x": wave((TRAIN, 6), 1.0, 0.9, 0.1), "y": y, "y_column": y[:, None], "y_one_hot": one_hot(y),
        "x_val": wave((VALIDATION, 6), 1.0, 1.1, 0.4), "y_val": y_val, "y_val_one_hot": one_hot(y_val),
        "weight": (0.25 + (np.arange(TRAIN) % 4) * 0.5).astype(np.float32),
        "weight_val": (0.5 + (np.arange(VALIDATION) % 3)).astype(np.float32),
    }


def regression():
    x, x_val = wave((TRAIN, 4), 1.0, 1.3, 0.2), wave((VALIDATION, 4), 1.0, 0.8, 0.5)
    return {"x": x, "y": wave((TRAIN, 2), 0.8, 0.5, 1.0), "x_val": x_val, "y_val": wave((VALIDATION, 2), 0.8, 0.6, 1.5)}


def binary():
    y = (np.arange(TRAIN) * 7 % 5 < 2).astype(np.float32)
    y_val = (np.arange(VALIDATION) * 7 % 5 < 2).astype(np.float32)
    return {
        "x": wave((TRAIN, 5), 1.0, 1.7, 0.3), "y": y, "y_column": y[:, None],
        "x_val": wave((VALIDATION, 5), 1.0, 1.2, 0.6), "y_val": y_val,
    }


def two_inputs():
    return {
        "a": wave((TRAIN, 4), 1.0, 0.9, 0.1), "b": wave((TRAIN, 4), 1.0, 1.4, 0.7),
        "y": labels(TRAIN), "target": wave((TRAIN, 1), 0.7, 0.8, 0.2), "target2": wave((TRAIN, 1), 0.5, 0.4, 0.9),
        "a_val": wave((VALIDATION, 4), 1.0, 1.1, 0.4), "b_val": wave((VALIDATION, 4), 1.0, 0.6, 0.8),
        "y_val": labels(VALIDATION, TRAIN), "target_val": wave((VALIDATION, 1), 0.7, 0.9, 0.3),
        "weight": (0.25 + (np.arange(TRAIN) % 4) * 0.5).astype(np.float32),
        "weight2": (1.5 - (np.arange(TRAIN) % 3) * 0.5).astype(np.float32),
    }


DATA = {"classes": classes(), "regression": regression(), "binary": binary(), "two_inputs": two_inputs()}

WAVE = "wave(scale, step, start): row-major element i is scale*sin(step*i + start) rounded to float32. "
LABELS = "label of row i: (5*i + floor(i/3)) % 3, validation rows go on counting at 22. "
FORMULAS = {
    "classes": WAVE + LABELS + "x: wave(1, 0.9, 0.1); x_val: wave(1, 1.1, 0.4); weight: 0.25 + 0.5*(i % 4); "
    "weight_val: 0.5 + i % 3.",
    "regression": WAVE + "x: wave(1, 1.3, 0.2); y: wave(0.8, 0.5, 1); x_val: wave(1, 0.8, 0.5); "
    "y_val: wave(0.8, 0.6, 1.5).",
    "binary": WAVE + "x: wave(1, 1.7, 0.3); x_val: wave(1, 1.2, 0.6); y: 1 where 7*i % 5 < 2, else 0.",
    "two_inputs": WAVE + LABELS + "a: wave(1, 0.9, 0.1); b: wave(1, 1.4, 0.7); target: wave(0.7, 0.8, 0.2); "
    "target2: wave(0.5, 0.4, 0.9); a_val: wave(1, 1.1, 0.4); b_val: wave(1, 0.6, 0.8); target_val: wave(0.7, 0.9, 0.3); "
    "weight: 0.25 + 0.5*(i % 4); weight2: 1.5 - 0.5*(i % 3).",
}
