"""JAX, the whole step in one `jit`: the same networks and products in full f32. Measured by `measure.py`."""
import importlib.metadata

import jax
import jax.numpy as jnp
from jax import lax

import workload

# The default rounds the operands of products on GPUs that can.
jax.config.update("jax_default_matmul_precision", "highest")


def versions():
    return {name: importlib.metadata.version(name) for name in ("jax", "jaxlib")}


def engines():
    """The engine by its name in the table; it makes a runner of a task."""
    return {"JAX jit": lambda task: Network(task) if task["kind"] == "network" else Gemm(task)}


class Network:
    """A training step: `run` trains, `results` are the mean losses of the last run."""

    def __init__(self, task):
        layers = task["layers"]
        self.step = jax.jit(lambda *values: train_step(layers, *values), donate_argnums=0)
        weights = [[jnp.asarray(weight) for weight in own] for own in workload.first_weights(task)]
        # The last two of batch normalization's four weights are moving statistics, which no gradient moves.
        trained, statistics = [own[:2] for own in weights], [own[2:] for own in weights]
        zeros = jax.tree.map(jnp.zeros_like, trained)
        self.state = {
            "weights": trained,
            "m": zeros,
            "v": jax.tree.map(jnp.zeros_like, trained),
            "statistics": statistics,
            "iteration": jnp.zeros((), jnp.int32),
            "key": jax.random.key(0),
            "loss": jnp.zeros(()),
            "hits": jnp.zeros(()),
        }
        images, labels = workload.network_data(task)
        size = task["batch"]
        rows = range(0, len(labels), size)
        self.batches = [(jnp.asarray(images[row : row + size]), jnp.asarray(labels[row : row + size])) for row in rows]
        self.losses = []

    def run(self, steps):
        self.losses = []
        for done in range(1, steps + 1):
            self.state = self.step(self.state, *self.batches[(done - 1) % workload.BATCHES])
            pending = done % workload.BATCHES or workload.BATCHES
            if pending == workload.BATCHES or done == steps:
                self.losses.append(float(self.state["loss"]) / pending)
                self.state |= {"loss": jnp.zeros(()), "hits": jnp.zeros(())}
        jax.block_until_ready(self.state)

    def results(self):
        return self.losses


def train_step(layers, state, images, labels):
    key, mask_key = jax.random.split(state["key"])
    x = images.astype(jnp.float32) * (1 / 255)
    objective = lambda weights: loss_of(layers, weights, state["statistics"], x, labels, mask_key)
    (loss, (hits, statistics)), gradients = jax.value_and_grad(objective, has_aux=True)(state["weights"])
    weights, m, v, iteration = adam(state, gradients)
    return {
        "weights": weights,
        "m": m,
        "v": v,
        "statistics": statistics,
        "iteration": iteration,
        "key": key,
        "loss": state["loss"] + loss,
        "hits": state["hits"] + hits,
    }


def loss_of(layers, weights, statistics, x, labels, key):
    """Mean cross-entropy, and the number of right answers with the moving statistics after the batch."""
    after = []
    for layer, own, moving in zip(layers, weights, statistics):
        key, mask_key = jax.random.split(key)
        x, moved = apply(layer, own, moving, x, mask_key)
        after.append(moved)
    hits = (x.argmax(-1) == labels).sum().astype(jnp.float32)
    chosen = jnp.take_along_axis(jax.nn.log_softmax(x), labels[:, None], -1)
    return -chosen.mean(), (hits, after)


def apply(layer, weights, moving, x, key):
    """A layer's output, and its moving statistics after the batch; softmax is left to the loss."""
    kind = layer["kind"]
    if kind == "dense":
        return activated(layer, x @ weights[0] + weights[1]), moving
    if kind == "conv2D":
        numbers = ("NHWC", "HWIO", "NHWC")
        y = lax.conv_general_dilated(x, weights[0], (1, 1), layer["padding"].upper(), dimension_numbers=numbers)
        return activated(layer, y + weights[1]), moving
    if kind == "batchNormalization":
        return normalized(x, *weights, *moving)
    if kind == "maxPooling2D":
        window = (1, layer["poolSize"], layer["poolSize"], 1)
        return lax.reduce_window(x, -jnp.inf, lax.max, window, window, "VALID"), moving
    if kind == "dropout":
        kept = 1 - layer["rate"]
        return jnp.where(jax.random.bernoulli(key, kept, x.shape), x / kept, 0), moving
    if kind == "globalAveragePooling2D":
        return x.mean((1, 2)), moving
    return (jax.nn.relu(x) if kind == "reLU" else x.reshape(len(x), -1)), moving


def activated(layer, x):
    return jax.nn.relu(x) if layer["activation"] == "relu" else x


def normalized(x, gamma, beta, moving_mean, moving_variance):
    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
    y = (x - mean) * (gamma / jnp.sqrt(variance + workload.VARIANCE_EPSILON)) + beta
    move = lambda moving, value: moving * workload.MOMENTUM + value * (1 - workload.MOMENTUM)
    return y, [move(moving_mean, mean), move(moving_variance, variance)]


def adam(state, gradients):
    """Weights and moments after Adam in Keras's form."""
    iteration = state["iteration"] + 1
    beta_1, beta_2 = workload.BETA_1, workload.BETA_2
    rate = workload.LEARNING_RATE * jnp.sqrt(1 - beta_2**iteration) / (1 - beta_1**iteration)
    m = jax.tree.map(lambda m, g: beta_1 * m + (1 - beta_1) * g, state["m"], gradients)
    v = jax.tree.map(lambda v, g: beta_2 * v + (1 - beta_2) * g * g, state["v"], gradients)
    move = lambda w, m, v: w - rate * m / (jnp.sqrt(v) + workload.EPSILON)
    return jax.tree.map(move, state["weights"], m, v), m, v, iteration


class Gemm:
    """A product per step: `results` are values of it."""

    def __init__(self, task):
        a, b, turn_a, turn_b = workload.gemm_operands(task)
        self.a, self.b = jnp.asarray(a), jnp.asarray(b)
        self.multiply = jax.jit(lambda a, b: (a.T if turn_a else a) @ (b.T if turn_b else b))
        self.product = None

    def run(self, steps):
        for _ in range(steps):
            self.product = self.multiply(self.a, self.b)
        jax.block_until_ready(self.product)

    def results(self):
        return workload.gemm_sample(self.product)
