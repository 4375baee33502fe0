"""The training runs of vision.json: convolutional networks on 18 small images, 10 steps each, the last of an epoch partial."""

from .common import wave
from .networks import part
from .training_cases import CLASSIFY, VALIDATION, dense, node
from .training_data import LABELS, WAVE, labels

TRAIN, VALIDATE = 18, 6
DATA = {
    "images": {
        "x": wave((TRAIN, 8, 8, 1), 1.0, 0.9, 0.1), "y": labels(TRAIN),
        "x_val": wave((VALIDATE, 8, 8, 1), 1.0, 1.1, 0.4), "y_val": labels(VALIDATE, TRAIN),
    },
    "colours": {"x": wave((TRAIN, 6, 6, 3), 1.0, 1.3, 0.2), "y": labels(TRAIN)},
}
FORMULAS = {
    "images": f"{WAVE}{LABELS.replace('22', str(TRAIN))}x: wave(1, 0.9, 0.1); x_val: wave(1, 1.1, 0.4).",
    "colours": f"{WAVE}{LABELS.replace('22', str(TRAIN))}x: wave(1, 1.3, 0.2).",
}


def conv(filters, size=3, **config):
    return part("Conv2D", filters=filters, kernel_size=size, **config)


def unbiased(filters, size=3, **config):
    """For before a BatchNormalization: the slope of a bias there is rounding noise, which Adam would blow up."""
    return conv(filters, size, use_bias=False, padding="same", **config)


RELU, NORM = part("ReLU"), part("BatchNormalization", momentum=0.9)
CNN = {
    "input": [8, 8, 1],
    "layers": [
        conv(3, activation="relu"), conv(4, activation="relu"), part("MaxPooling2D", pool_size=2), part("Flatten"),
        dense(6, "relu"), dense(3, "softmax"),
    ],
}
NORMALIZED = {
    "input": [8, 8, 1],
    "layers": [
        unbiased(3), NORM, RELU, part("MaxPooling2D"), unbiased(5), NORM, RELU, part("GlobalAveragePooling2D"),
        dense(3, "softmax"),
    ],
}
RESIDUAL = {
    "inputs": {"image": [6, 6, 3]},
    "nodes": [
        node("stem", conv(3, padding="same", activation="relu"), "image"),
        node("conv1", unbiased(4, strides=2), "stem"), node("norm1", NORM, "conv1"), node("relu1", RELU, "norm1"),
        node("conv2", unbiased(4), "relu1"), node("norm2", NORM, "conv2"),
        node("skip", conv(4, 1, strides=2), "stem"), node("sum", part("Add"), "norm2", "skip"),
        node("relu2", RELU, "sum"), node("mean", part("GlobalAveragePooling2D"), "relu2"),
        node("kind", dense(3, "softmax"), "mean"),
    ],
    "outputs": ["kind"],
}
DESCENT = {**CLASSIFY, "optimizer": part("SGD", learning_rate=0.05, momentum=0.9)}


def case(name, about, data, network, options=CLASSIFY, **fit):
    return {
        "name": name, "about": about, "network": network, "compile": options, "data": data,
        "fit": {"x": "x", "y": "y", "batch_size": 4, "epochs": 2, **fit},
    }


TRAINING = [
    case("cnn", "two convolutions, max pooling, dense layers; Adam", "images", CNN, **VALIDATION),
    case("normalized", "two blocks of convolution, batch normalization, relu; global pooling; validation by moving statistics",
         "images", NORMALIZED, **VALIDATION),
    case("residual", "a block with a strided shortcut, in functional form; momentum", "colours", RESIDUAL, DESCENT),
]
