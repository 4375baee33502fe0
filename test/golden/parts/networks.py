"""Builds real Keras models, optimizers and losses from the plain JSON descriptions that the golden files carry."""

import keras

MODULES = {
    "regularizer": keras.regularizers,
    "constraint": keras.constraints,
    "initializer": keras.initializers,
    "learning_rate": keras.optimizers.schedules,
}


def part(name, /, **config):
    """{"class", "config"}: how the golden files describe a Keras object."""
    return {"class": name, "config": config}


def is_part(value):
    return isinstance(value, dict) and set(value) == {"class", "config"}


def make(module, description):
    """A Keras object from {"class", "config"}; strings and None pass through."""
    if not is_part(description):
        return description
    return getattr(module, description["class"])(**_resolve(description["config"]))


def make_all(module, value):
    """The same through lists and through objects keyed by output name."""
    if is_part(value):
        return make(module, value)
    if isinstance(value, dict):
        return {key: make_all(module, item) for key, item in value.items()}
    if isinstance(value, list):
        return [make_all(module, item) for item in value]
    return value


def build(network):
    """Sequential from {"input", "layers"}; functional from {"inputs", "nodes", "outputs"}."""
    return _sequential(network) if "layers" in network else _functional(network)


def compiled(network, compile_options):
    model = build(network)
    compile_model(model, compile_options)
    return model


def compile_model(model, options):
    options = dict(options)
    options["optimizer"] = make(keras.optimizers, options["optimizer"])
    for key, module in (("loss", keras.losses), ("metrics", keras.metrics), ("weighted_metrics", keras.metrics)):
        if key in options:
            options[key] = make_all(module, options[key])
    model.compile(**options)


def _resolve(config):
    resolved = {}
    for key, value in config.items():
        module = next((MODULES[end] for end in MODULES if key.endswith(end)), None)
        resolved[key] = make(module, value) if module else value
    return resolved


def _sequential(network):
    layers = [make(keras.layers, layer) for layer in network["layers"]]
    start = [keras.Input(tuple(network["input"]))] if "input" in network else []
    return keras.Sequential(start + layers)


def _functional(network):
    tensors = {name: keras.Input(tuple(shape), name=name) for name, shape in network["inputs"].items()}
    layers = {}
    for node in network["nodes"]:
        if "layer" in node:
            layers[node["out"]] = make(keras.layers, node["layer"])
        layer = layers[node["out"] if "layer" in node else node["same_layer_as"]]
        arguments = [tensors[name] for name in node["in"]]
        tensors[node["out"]] = layer(arguments if len(arguments) > 1 else arguments[0])
    inputs = [tensors[name] for name in network["inputs"]]
    outputs = [tensors[name] for name in network["outputs"]]
    return keras.Model(inputs, outputs)
