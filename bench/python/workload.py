"""Data and first weights of a task by the same formulas as `../workloads/*.ts`; tasks come from the JSON of a run of ours. Used by the engines."""
import numpy as np

CLASSES = 10
LEARNING_RATE = 0.001
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-7
MOMENTUM, VARIANCE_EPSILON = 0.99, 1e-3
BATCHES = 20


def hashed(values):
    """A well mixed u32 of each number: the finaliser of MurmurHash3."""
    with np.errstate(over="ignore"):
        mixed = (np.asarray(values).astype(np.uint32) + np.uint32(1)) * np.uint32(0x9E3779B1)
        mixed = (mixed ^ (mixed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        return mixed ^ (mixed >> np.uint32(16))


def uniform(seed, shape):
    """Uniform in [-1, 1), f64."""
    return hashed(np.arange(seed, seed + int(np.prod(shape)))).astype(np.float64).reshape(shape) / 2**31 - 1


def network_data(task):
    """Images `[rows, *input]`, 0 to 255, and labels `[rows]` of a whole number of batches."""
    shape = task["input"]
    pixels, channels = int(np.prod(shape)), shape[2] if len(shape) == 3 else 1
    side = int(np.sqrt(pixels / channels))
    rows = task["batch"] * BATCHES
    labels = (hashed(np.arange(rows)) % CLASSES).astype(np.int64)
    place = np.arange(pixels)
    x, y = place // channels % side, place // channels // side + place % channels
    label = labels[:, None]
    stroke = (x * (1 + label % 4) + y * (1 + label % 3) + label) % 7 < 2
    noise = (hashed(np.arange(rows * pixels)) >> np.uint32(25)).reshape(rows, pixels)
    return np.where(stroke, 128 + noise, noise).astype(np.uint8).reshape(rows, *shape), labels


def first_weights(task):
    """Per layer its weights in Keras's order and layout: kernels uniform in Glorot's range, all else as Keras begins."""
    shape, seed, weights = list(task["input"]), 0, []
    for layer in task["layers"]:
        own, shape = layer_weights(layer, shape, seed)
        weights.append(own)
        seed += sum(weight.size for weight in own)
    return weights


def layer_weights(layer, shape, seed):
    """The weights of a layer and the shape of its output."""
    kind, channels = layer["kind"], shape[-1]
    if kind == "dense":
        return [glorot([channels, layer["units"]], seed), np.zeros(layer["units"], np.float32)], [layer["units"]]
    if kind == "conv2D":
        size, filters = layer["kernelSize"], layer["filters"]
        lost = 0 if layer["padding"] == "same" else size - 1
        own = [glorot([size, size, channels, filters], seed), np.zeros(filters, np.float32)]
        return own, [shape[0] - lost, shape[1] - lost, filters]
    if kind == "batchNormalization":
        return [np.full(channels, value, np.float32) for value in (1, 0, 0, 1)], shape
    if kind == "maxPooling2D":
        return [], [shape[0] // layer["poolSize"], shape[1] // layer["poolSize"], channels]
    return [], {"flatten": [int(np.prod(shape))], "globalAveragePooling2D": [channels]}.get(kind, shape)


def glorot(shape, seed):
    """A kernel `[*field, inputs, outputs]`."""
    field = int(np.prod(shape[:-2]))
    limit = np.sqrt(6 / (field * (shape[-2] + shape[-1])))
    return (uniform(seed, shape) * limit).astype(np.float32)


def gemm_operands(task):
    """A and B, `[size, size]`, and whether each is transposed."""
    size = task["size"]
    a, b = (uniform(seed, (size, size)).astype(np.float32) for seed in (1, size * size))
    return a, b, task["layout"][0] == "T", task["layout"][1] == "T"


def gemm_sample(product):
    """Values of a product by which engines are compared."""
    flat = np.asarray(product).ravel()
    return [float(flat[int(i) % flat.size]) for i in hashed(np.arange(16))]
