"""optimizers.json: update rules on two variables with given gradients, and learning-rate schedules."""

import keras
import numpy as np

from .common import flat, fresh, tensor, variables, wave, write
from .networks import make as make_part
from .networks import part

STEPS = 10
SHAPES = {"kernel": (3, 4), "bias": (4,)}
FORMULA = (
    "variable v (kernel [3,4] is 0, bias [4] is 1), row-major element i, step s (from 0): "
    "value before the first step = 0.5*sin(1.1*i + 0.3 + v); "
    "gradient = (1 + s % 3)*sin(0.9*i + 0.8*s + 2*v), but the bias gradient is all zero in step 3; rounded to float32"
)
DECAY = part("ExponentialDecay", initial_learning_rate=0.05, decay_steps=3, decay_rate=0.5, staircase=True)


def case(name, optimizer, /, about="", **config):
    extra = {key: config.pop(key) for key in ("exclude", "learning_rates") if key in config}
    return {"name": name, "about": about, "optimizer": part(optimizer, **config), **extra}


CASES = [
    case("sgd", "SGD", learning_rate=0.1),
    case("sgd_default", "SGD"),
    case("sgd_momentum", "SGD", learning_rate=0.1, momentum=0.9),
    case("sgd_nesterov", "SGD", learning_rate=0.1, momentum=0.9, nesterov=True),
    case("adam", "Adam", learning_rate=0.05),
    case("adam_default", "Adam"),
    case("adam_amsgrad", "Adam", learning_rate=0.05, beta_1=0.8, beta_2=0.7, epsilon=1e-3, amsgrad=True),
    case("adamw", "AdamW", learning_rate=0.05),
    case("adamw_decay", "AdamW", learning_rate=0.05, weight_decay=0.3),
    case("adamw_exclude", "AdamW", "exclude_from_weight_decay(var_names=['bias'])", learning_rate=0.05,
         weight_decay=0.3, exclude=["bias"]),
    case("rmsprop", "RMSprop", learning_rate=0.05),
    case("rmsprop_momentum", "RMSprop", learning_rate=0.05, rho=0.8, momentum=0.6, epsilon=1e-3),
    case("rmsprop_centered", "RMSprop", learning_rate=0.05, centered=True, epsilon=1e-4),
    case("rmsprop_momentum_centered", "RMSprop", learning_rate=0.05, momentum=0.5, centered=True, epsilon=1e-4),
    case("weight_decay", "SGD", learning_rate=0.1, weight_decay=0.2),
    case("clipnorm", "SGD", "per variable; a zero gradient stays zero", learning_rate=0.1, clipnorm=2.0),
    case("clipvalue", "SGD", learning_rate=0.1, clipvalue=0.7),
    case("global_clipnorm", "SGD", learning_rate=0.1, global_clipnorm=3.0),
    case("ema", "SGD", "\"finalized\" is what finalize_variable_values leaves in the variables", learning_rate=0.1,
         use_ema=True, ema_momentum=0.7),
    case("ema_overwrite", "Adam", learning_rate=0.05, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=4),
    case("accumulation", "Adam", learning_rate=0.05, gradient_accumulation_steps=4),
    case("accumulation_clip_decay_schedule", "Adam", learning_rate=DECAY, gradient_accumulation_steps=2, clipnorm=1.0,
         weight_decay=0.2),
    case("accumulation_ema", "SGD", learning_rate=0.1, momentum=0.5, gradient_accumulation_steps=2, use_ema=True,
         ema_momentum=0.7, ema_overwrite_frequency=2),
    case("loss_scale_factor", "SGD", "gradients are divided by it", learning_rate=0.1, loss_scale_factor=8.0),
    case("schedule", "Adam", "no learning-rate variable", learning_rate=DECAY),
    case("learning_rate_set", "Adam", "learning_rate assigned before the steps named", learning_rate=0.05,
         learning_rates={"3": 0.5, "7": 0.001}),
    case("clip_and_decay", "AdamW", learning_rate=0.05, weight_decay=0.1, clipnorm=0.5, amsgrad=True),
    case("adagrad", "Adagrad", learning_rate=0.1),
    case("adadelta", "Adadelta", learning_rate=1.0),
    case("adamax", "Adamax", learning_rate=0.05),
    case("nadam", "Nadam", learning_rate=0.05),
    case("lion", "Lion", learning_rate=0.01),
    case("ftrl", "Ftrl", learning_rate=0.1, l1_regularization_strength=0.01, l2_regularization_strength=0.02),
    case("lamb", "Lamb", learning_rate=0.05),
]

SCHEDULE_STEPS = [*range(22), 25, 29, 30, 31, 40, 49, 50, 75, 99, 100, 101, 105, 150, 1000]
SCHEDULES = [
    part("ExponentialDecay", initial_learning_rate=0.1, decay_steps=8, decay_rate=0.6),
    part("ExponentialDecay", initial_learning_rate=0.1, decay_steps=8, decay_rate=0.6, staircase=True),
    part("PiecewiseConstantDecay", boundaries=[4, 10, 30], values=[1.0, 0.5, 0.1, 0.01]),
    part("PolynomialDecay", initial_learning_rate=0.1, decay_steps=12),
    part("PolynomialDecay", initial_learning_rate=0.1, decay_steps=12, end_learning_rate=0.01, power=2.0),
    part("PolynomialDecay", initial_learning_rate=0.1, decay_steps=12, end_learning_rate=0.01, power=0.5, cycle=True),
    part("InverseTimeDecay", initial_learning_rate=0.1, decay_steps=5, decay_rate=0.5),
    part("InverseTimeDecay", initial_learning_rate=0.1, decay_steps=5, decay_rate=0.5, staircase=True),
    part("CosineDecay", initial_learning_rate=0.1, decay_steps=16),
    part("CosineDecay", initial_learning_rate=0.1, decay_steps=16, alpha=0.2),
    part("CosineDecay", initial_learning_rate=0.01, decay_steps=16, alpha=0.1, warmup_target=0.1, warmup_steps=5),
    part("CosineDecay", initial_learning_rate=0.1, decay_steps=16, warmup_steps=5),
    part("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=7),
    part("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=7, t_mul=1.5, m_mul=0.8, alpha=0.1),
    part("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=6, t_mul=1.0, m_mul=0.5),
]


def start_values():
    return [wave(shape, 0.5, 1.1, 0.3 + v) for v, shape in enumerate(SHAPES.values())]


def gradients(step):
    result = [wave(shape, 1 + step % 3, 0.9, 0.8 * step + 2 * v) for v, shape in enumerate(SHAPES.values())]
    if step == 3:
        result[1] = np.zeros_like(result[1])
    return result


def run(case):
    fresh()
    optimizer = make_part(keras.optimizers, case["optimizer"])
    with keras.name_scope("dense"):
        targets = [keras.Variable(value, name=name) for name, value in zip(SHAPES, start_values())]
    if "exclude" in case:
        optimizer.exclude_from_weight_decay(var_names=case["exclude"])
    optimizer.build(targets)
    steps = []
    for step in range(STEPS):
        if str(step) in case.get("learning_rates", {}):
            optimizer.learning_rate = case["learning_rates"][str(step)]
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients(step)], targets)
        steps.append([flat(target.numpy()) for target in targets])
    result = {
        **case,
        "after_step": steps,
        "variables": variables(optimizer.variables),
        "iterations": int(optimizer.iterations),
        "learning_rate": float(optimizer.learning_rate),
    }
    if case["optimizer"]["config"].get("use_ema"):
        optimizer.finalize_variable_values(targets)
        result["finalized"] = [flat(target.numpy()) for target in targets]
    return result


def run_schedule(description):
    schedule = make_part(keras.optimizers.schedules, description)
    return {
        "schedule": description,
        "get_config": schedule.get_config(),
        "values": [float(schedule(np.int32(step))) for step in SCHEDULE_STEPS],
    }


def make():
    write("optimizers.json", {
        "formula": FORMULA,
        "variable_names": list(SHAPES),
        "start": [tensor(value) for value in start_values()],
        "gradients": [[flat(g) for g in gradients(step)] for step in range(STEPS)],
        "schedule_steps": SCHEDULE_STEPS,
        "schedules": [run_schedule(description) for description in SCHEDULES],
        "cases": [run(case) for case in CASES],
    })
