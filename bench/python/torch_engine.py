"""PyTorch, eager and compiled: the same networks and products in full f32. Measured by `measure.py`."""
import numpy as np
import torch
from torch import nn

import workload

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")

# TF32 would round the operands of every product to 10 bits.
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
torch.backends.cudnn.benchmark = True


def versions():
    found = {"torch": torch.__version__}
    if DEVICE.type == "cuda":
        found |= {"CUDA of torch": torch.version.cuda, "cuDNN of torch": str(torch.backends.cudnn.version())}
    return found


def engines():
    """The engines by their names in the table; each makes a runner of a task."""
    return {"PyTorch eager": lambda task: start(task, compiled=False), "torch.compile": lambda task: start(task, compiled=True)}


def start(task, compiled):
    return Network(task, compiled) if task["kind"] == "network" else Gemm(task, compiled)


def on_device(array):
    return torch.from_numpy(np.ascontiguousarray(array)).to(DEVICE)


def synchronize():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def compile_for_speed(function):
    """Kernels are launched as one graph where the device has such graphs."""
    return torch.compile(function, mode="reduce-overhead" if DEVICE.type == "cuda" else "default")


class Network:
    """A training step: `run` trains, `results` are the mean losses of the last run."""

    def __init__(self, task, compiled):
        self.model = module_of(task).to(DEVICE).train()
        self.objective = compile_for_speed(self.forward) if compiled else self.forward
        fused = DEVICE.type == "cuda"
        # Its epsilon acts after the correction of the bias, as in TensorFlow.js.
        betas = (workload.BETA_1, workload.BETA_2)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=workload.LEARNING_RATE, betas=betas, eps=workload.EPSILON, fused=fused)
        images, labels = workload.network_data(task)
        if images.ndim == 4:
            images = images.transpose(0, 3, 1, 2)
        self.batches = list(zip(on_device(images).split(task["batch"]), on_device(labels).split(task["batch"])))
        self.losses = []

    def forward(self, x, y):
        logits = self.model(x.float() * (1 / 255))
        return nn.functional.cross_entropy(logits, y), (logits.argmax(-1) == y).sum()

    def run(self, steps):
        self.losses = []
        total, hits = self.zeros()
        for done in range(1, steps + 1):
            loss, right = self.objective(*self.batches[(done - 1) % workload.BATCHES])
            self.adam.zero_grad(set_to_none=True)
            loss.backward()
            self.adam.step()
            total += loss.detach()
            hits += right
            pending = done % workload.BATCHES or workload.BATCHES
            if pending == workload.BATCHES or done == steps:
                self.losses.append(total.item() / pending)
                total, hits = self.zeros()
        synchronize()

    def zeros(self):
        return torch.zeros((), device=DEVICE), torch.zeros((), dtype=torch.int64, device=DEVICE)

    def results(self):
        return self.losses


def module_of(task):
    """The layers with their first weights; softmax is left to the loss."""
    shape, modules = list(task["input"]), []
    flattened = None
    for layer, weights in zip(task["layers"], workload.first_weights(task)):
        own, after = layer_modules(layer, shape, weights, flattened)
        modules += own
        flattened = shape if layer["kind"] == "flatten" else None
        shape = after
    return nn.Sequential(*modules)


def layer_modules(layer, shape, weights, flattened):
    """Modules of a layer, channels first, and the shape of its output, channels last; `flattened` is the shape of the image just flattened."""
    kind = layer["kind"]
    _, after = workload.layer_weights(layer, shape, 0)
    if kind == "dense":
        linear = nn.Linear(shape[-1], layer["units"])
        kernel = weights[0] if flattened is None else rows_channels_first(weights[0], flattened)
        fill(linear, kernel.T, weights[1])
        return with_activation(linear, layer), after
    if kind == "conv2D":
        conv = nn.Conv2d(shape[-1], layer["filters"], layer["kernelSize"], padding=layer["padding"])
        fill(conv, weights[0].transpose(3, 2, 0, 1), weights[1])
        return with_activation(conv, layer), after
    if kind == "batchNormalization":
        return [nn.BatchNorm2d(shape[-1], eps=workload.VARIANCE_EPSILON, momentum=1 - workload.MOMENTUM)], after
    if kind == "globalAveragePooling2D":
        return [nn.AdaptiveAvgPool2d(1), nn.Flatten()], after
    if kind == "maxPooling2D":
        return [nn.MaxPool2d(layer["poolSize"])], after
    if kind == "dropout":
        return [nn.Dropout(layer["rate"])], after
    return [{"reLU": nn.ReLU, "flatten": nn.Flatten}[kind]()], after


def rows_channels_first(kernel, image):
    height, width, channels = image
    return kernel.reshape(height, width, channels, -1).transpose(2, 0, 1, 3).reshape(kernel.shape)


def fill(module, kernel, bias):
    with torch.no_grad():
        module.weight.copy_(torch.from_numpy(np.ascontiguousarray(kernel)))
        module.bias.copy_(torch.from_numpy(bias))


def with_activation(module, layer):
    return [module, nn.ReLU()] if layer["activation"] == "relu" else [module]


class Gemm:
    """A product per step: `results` are values of it."""

    def __init__(self, task, compiled):
        a, b, turn_a, turn_b = workload.gemm_operands(task)
        self.a, self.b = (matrix.T if turn else matrix for matrix, turn in ((on_device(a), turn_a), (on_device(b), turn_b)))
        # No graph of launches here: it would copy both operands in every step.
        self.multiply = torch.compile(torch.matmul) if compiled else torch.matmul
        self.product = None

    def run(self, steps):
        for _ in range(steps):
            self.product = self.multiply(self.a, self.b)
        synchronize()

    def results(self):
        return workload.gemm_sample(self.product.cpu().numpy())
