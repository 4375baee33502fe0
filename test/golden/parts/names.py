"""names.json: names that Keras makes up, weight paths, summary() texts and configurations."""

import json

import keras
import numpy as np
from keras.src.utils.naming import to_snake_case

from .common import fresh, plain, set_weights_by_formula, wave, write
from .networks import build, compiled, part
from .networks import make as make_part
from .training_cases import BINARY, FROZEN, MLP, TWO_COMPILE, TWO_INPUTS, adam, dense

AUTO_NAMED = [
    "Dense", "Dense", "Dropout", "Dense", "Flatten", "Dropout", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Activation",
    "Rescaling", "Reshape", "Add", "Multiply", "Average", "Maximum", "Concatenate", "Conv2D", "BatchNormalization", "Dense",
]
ARGUMENTS = {
    "Dense": {"units": 1}, "Dropout": {"rate": 0.5}, "Activation": {"activation": "relu"}, "Rescaling": {"scale": 1.0},
    "Reshape": {"target_shape": [1]}, "Conv2D": {"filters": 1, "kernel_size": 3},
}
L2, L1, L1L2 = part("L2", l2=0.02), part("L1", l1=0.03), part("L1L2", l1=0.01, l2=0.02)

LAYERS = [
    part("InputLayer", shape=[4]), part("InputLayer", shape=[28, 28, 1], batch_size=8, name="image", dtype="uint8"),
    part("Dense", units=8), part(
        "Dense", units=3, activation="softmax", use_bias=False, name="head", kernel_initializer="he_normal",
        kernel_regularizer=L2, activity_regularizer=L1, kernel_constraint=part("MaxNorm", max_value=3), trainable=False),
    part("Dense", units=2, activation="silu", bias_initializer=part("Constant", value=0.1), bias_regularizer=L1L2,
         bias_constraint="non_neg", kernel_initializer=part("Orthogonal", gain=2.0, seed=5)),
    part("Dropout", rate=0.2), part("Dropout", rate=0.5, noise_shape=[None, 1], seed=7), part("Flatten"),
    part("Flatten", data_format="channels_first"), part("Reshape", target_shape=[2, -1]), part("Activation", activation="gelu"),
    part("Activation", activation="linear"), part("ReLU"), part("ReLU", max_value=6.0, negative_slope=0.1, threshold=0.5),
    part("LeakyReLU"), part("LeakyReLU", negative_slope=0.1), part("ELU"), part("ELU", alpha=0.5), part("PReLU"),
    part("PReLU", shared_axes=[1, 2], alpha_regularizer=L2), part("Softmax"), part("Softmax", axis=[1, 2]),
    part("Rescaling", scale=0.00392156886), part("Rescaling", scale=2.0, offset=-1.0), part("Concatenate"),
    part("Concatenate", axis=1), part("Add"), part("Multiply"), part("Average"), part("Maximum"), part("Subtract"),
    part("Minimum"),
]
SCHEDULE = part("ExponentialDecay", initial_learning_rate=0.1, decay_steps=100, decay_rate=0.9)
OPTIMIZERS = [
    part("SGD"), part("SGD", learning_rate=0.1, momentum=0.9, nesterov=True, clipnorm=1.0, name="descent"),
    part("Adam"), part("Adam", learning_rate=SCHEDULE, amsgrad=True, use_ema=True, ema_overwrite_frequency=10),
    part("AdamW"), part("AdamW", weight_decay=0.1, gradient_accumulation_steps=4), part("RMSprop"),
    part("RMSprop", rho=0.8, momentum=0.5, centered=True, global_clipnorm=2.0),
]
LOSSES = [
    part("SparseCategoricalCrossentropy"), part("SparseCategoricalCrossentropy", from_logits=True, ignore_class=-1),
    part("CategoricalCrossentropy"), part("CategoricalCrossentropy", label_smoothing=0.1, reduction="sum"),
    part("BinaryCrossentropy"), part("BinaryCrossentropy", from_logits=True, reduction=None, name="yes_no"),
    part("MeanSquaredError"), part("MeanAbsoluteError"), part("Huber"), part("Huber", delta=0.5),
    part("MeanSquaredError", reduction="mean_with_sample_weight"),
]
METRICS = [
    part("BinaryAccuracy"), part("BinaryAccuracy", threshold=0.3, name="hits"), part("CategoricalAccuracy"),
    part("SparseCategoricalAccuracy"), part("MeanSquaredError"), part("MeanAbsoluteError"), part("Mean"),
]
INITIALIZERS = [
    part("Zeros"), part("Ones"), part("Constant", value=0.5), part("Identity", gain=2.0), part("RandomNormal"),
    part("TruncatedNormal", stddev=0.1), part("RandomUniform"), part("VarianceScaling"), part("GlorotUniform", seed=3),
    part("GlorotNormal"), part("HeUniform"), part("HeNormal"), part("LecunUniform"), part("LecunNormal"), part("Orthogonal"),
]
REGULARIZERS = [part("L1"), part("L2"), part("L1L2"), L1L2, part("OrthogonalRegularizer")]
CONSTRAINTS = [part("MaxNorm"), part("NonNeg"), part("UnitNorm"), part("MinMaxNorm")]
SCHEDULES = [
    SCHEDULE, part("PiecewiseConstantDecay", boundaries=[10], values=[0.1, 0.01]),
    part("PolynomialDecay", initial_learning_rate=0.1, decay_steps=10),
    part("InverseTimeDecay", initial_learning_rate=0.1, decay_steps=10, decay_rate=0.5),
    part("CosineDecay", initial_learning_rate=0.1, decay_steps=10),
    part("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=10),
]
DROPOUT = {"input": [6], "layers": [dense(8, "relu"), part("Dropout", rate=0.5), dense(3, "softmax")]}
UNBUILT = {"layers": DROPOUT["layers"]}
SHAPES = {"input": [4, 4, 2], "layers": [part("Rescaling", scale=0.5), part("Flatten"), dense(40), part("ReLU"), part(
    "Reshape", target_shape=[8, 5]), part("PReLU"), part("LeakyReLU")]}


def auto_names():
    fresh()
    layers = [make_part(keras.layers, part(name, **ARGUMENTS.get(name, {}))) for name in AUTO_NAMED]
    return [{"class_name": type(layer).__name__, "name": layer.name} for layer in layers]


def classes(module):
    """Public name → class name (they differ for a few) and its snake case, the stem of automatic names."""
    found = {}
    for name in sorted(dir(module)):
        item = getattr(module, name)
        if isinstance(item, type) and name[0].isupper():
            found[name] = {"class_name": item.__name__, "snake_case": to_snake_case(item.__name__)}
    return found


def entry(module, description):
    fresh()
    item = make_part(module, description)
    return {"made_with": description, "get_config": plain(item.get_config()), "serialized": serialized(item)}


def serialized(item):
    """As in .keras files: where it differs from get_config, in module, class_name and registered_name only."""
    full = keras.saving.serialize_keras_object(item)
    return {key: plain(full[key]) for key in ("module", "class_name", "registered_name")}


def described(about, model):
    return {
        "about": about, "name": model.name, "layer_names": [layer.name for layer in model.layers],
        "weight_paths": [weight.path for weight in model.weights],
        "weight_shapes": [list(weight.shape) for weight in model.weights],
        "trainable_paths": [weight.path for weight in model.trainable_weights],
        "count_params": model.count_params(),
    }


def nested():
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(2)], name="inner")
    x = keras.Input((4,), name="x")
    return keras.Model(x, keras.layers.Dense(1)(inner(x)), name="outer")


def built_later():
    model = build(UNBUILT)
    model.build((None, 6))
    return model


def named():
    layers = [keras.layers.Dense(4, name="first"), keras.layers.Dense(2)]
    return keras.Sequential([keras.Input((3,))] + layers, name="classifier")


def two_models():
    build(MLP)
    return build(BINARY)


def paths():
    makers = {
        "sequential with an input": lambda: build(MLP), "sequential built by build()": built_later,
        "sequential and layer with names": named, "the second model made in a session": two_models,
        "functional, shared layer": lambda: build(TWO_INPUTS), "a sequential model inside a functional one": nested,
        "first layer frozen": lambda: build(FROZEN), "PReLU and layers without weights": lambda: build(SHAPES),
    }
    results = []
    for about, maker in makers.items():
        fresh()
        results.append(described(about, maker()))
    return results


def summary(about, maker, **options):
    fresh()
    lines = []
    maker().summary(line_length=80, print_fn=lines.append, **options)
    return {"about": about, "options": options, "text": "\n".join(lines)}


def fitted():
    model = compiled(MLP, {"optimizer": adam(), "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]})
    set_weights_by_formula(model)
    model.fit(wave((4, 6)), np.array([0, 1, 2, 0]), verbose=0)
    return model


def frozen():
    return build(FROZEN)


def summaries():
    return [
        summary("sequential, built, with dropout", lambda: build(DROPOUT)),
        summary("sequential, not built", lambda: build(UNBUILT)),
        summary("sequential, shapes of several axes", lambda: build(SHAPES)),
        summary("functional, two inputs", lambda: build(TWO_INPUTS)),
        summary("compiled and fitted: optimizer params", fitted),
        summary("compiled, not fitted", lambda: compiled(DROPOUT, {"optimizer": "adam", "loss": "mse"})),
        summary("first layer frozen", frozen), summary("with the trainable column", frozen, show_trainable=True),
        summary("a model inside a model", nested), summary("and opened", nested, expand_nested=True),
        summary("large counts", lambda: build({"input": [1000], "layers": [dense(2000), dense(10)]})),
    ]


def model_configs():
    """Whole models in Keras 3's form (model.to_json()) and compile() arguments (get_compile_config())."""
    fresh()
    sequential = compiled(DROPOUT, {"optimizer": adam(), "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]})
    results = [{"about": "sequential", "to_json": json.loads(sequential.to_json())}]
    fresh()
    functional = compiled(TWO_INPUTS, TWO_COMPILE)
    results.append({"about": "functional", "to_json": json.loads(functional.to_json())})
    for result, model in zip(results, (sequential, functional)):
        result["compile_config"] = model.get_compile_config()
    return results


def optimizer_names():
    from keras.src.optimizers import ALL_OBJECTS_DICT

    return {name: item.__name__ for name, item in sorted(ALL_OBJECTS_DICT.items())}


def part_names(package):
    return {name: item.__name__ for name, item in sorted(package.ALL_OBJECTS_DICT.items())}


def make():
    from keras.src import constraints, regularizers

    write("names.json", {
        "auto_names": auto_names(),
        "layers": classes(keras.layers), "optimizers": classes(keras.optimizers), "losses": classes(keras.losses),
        "metrics": classes(keras.metrics), "callbacks": sorted(classes(keras.callbacks)),
        "optimizer_names": optimizer_names(), "regularizer_names": part_names(regularizers),
        "constraint_names": part_names(constraints),
        "models": paths(), "summaries": summaries(), "model_configs": model_configs(),
        "layer_configs": [entry(keras.layers, d) for d in LAYERS],
        "optimizer_configs": [entry(keras.optimizers, d) for d in OPTIMIZERS],
        "loss_configs": [entry(keras.losses, d) for d in LOSSES],
        "metric_configs": [entry(keras.metrics, d) for d in METRICS],
        "initializer_configs": [entry(keras.initializers, d) for d in INITIALIZERS],
        "regularizer_configs": [entry(keras.regularizers, d) for d in REGULARIZERS],
        "constraint_configs": [entry(keras.constraints, d) for d in CONSTRAINTS],
        "schedule_configs": [entry(keras.optimizers.schedules, d) for d in SCHEDULES],
    })
