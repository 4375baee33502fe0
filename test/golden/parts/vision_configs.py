"""Part of vision.json: configurations of the layers of vision and the names that Keras makes up for them."""

import keras

from .common import fresh
from .names import L1, L1L2, L2, entry as entry_of
from .networks import make as make_part
from .networks import part

CONV = {"filters": 4, "kernel_size": 3}
ARGUMENTS = {
    **{f"Conv{rank}D": CONV for rank in (1, 2, 3)}, **{f"Conv{rank}DTranspose": CONV for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": CONV for rank in (1, 2)}, **{f"DepthwiseConv{rank}D": {"kernel_size": 3} for rank in (1, 2)},
    **{f"SpatialDropout{rank}D": {"rate": 0.5} for rank in (1, 2, 3)},
    **{f"AveragePooling{rank}D": {"pool_size": 2} for rank in (1, 2, 3)},
    "GaussianNoise": {"stddev": 0.1}, "GaussianDropout": {"rate": 0.5}, "Permute": {"dims": [2, 1]}, "RepeatVector": {"n": 3},
}
NAMES = [
    *(f"Conv{rank}D" for rank in (1, 2, 3)), "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D",
    *(f"Conv{rank}DTranspose" for rank in (1, 2, 3)),
    *(f"{kind}Pooling{rank}D" for kind in ("Max", "Average", "GlobalMax", "GlobalAverage") for rank in (1, 2, 3)),
    "BatchNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization", "UnitNormalization",
    *(f"{kind}{rank}D" for kind in ("ZeroPadding", "Cropping", "UpSampling", "SpatialDropout") for rank in (1, 2, 3)),
    "GaussianNoise", "GaussianDropout", "Permute", "RepeatVector",
]
CONSTANT, HE = part("Constant", value=0.1), part("HeNormal", seed=3)
BIAS = {"bias_initializer": CONSTANT, "bias_regularizer": L1, "bias_constraint": part("NonNeg"), "activity_regularizer": L2}
KERNEL = {"kernel_initializer": HE, "kernel_regularizer": L2, "kernel_constraint": part("MaxNorm", max_value=3, axis=[0, 1, 2])}
DEPTHWISE = {"depthwise_initializer": HE, "depthwise_regularizer": L1L2, "depthwise_constraint": part("UnitNorm", axis=[0, 1])}
POINTWISE = {"pointwise_initializer": "he_uniform", "pointwise_regularizer": L1, "pointwise_constraint": part("NonNeg")}
NORM = {"gamma_initializer": CONSTANT, "beta_initializer": HE, "gamma_regularizer": L2, "beta_regularizer": L1}

OTHERS = [
    part("Conv1D", filters=8, kernel_size=[5], strides=2, padding="causal", activation="relu", use_bias=False, name="steps"),
    part("Conv2D", filters=8, kernel_size=[3, 5], strides=[2, 1], padding="same", groups=2, activation="gelu",
         trainable=False, **KERNEL, **BIAS),
    part("Conv2D", filters=2, kernel_size=2, dilation_rate=2), part("Conv2D", filters=2, kernel_size=2, padding="SAME"),
    part("Conv3D", filters=4, kernel_size=[1, 2, 3], dilation_rate=[1, 2, 2], use_bias=False, kernel_initializer="orthogonal"),
    part("DepthwiseConv1D", kernel_size=4, depth_multiplier=3, strides=2),
    part("DepthwiseConv2D", kernel_size=[3, 2], depth_multiplier=2, strides=2, padding="same", activation="relu6", **DEPTHWISE, **BIAS),
    part("SeparableConv1D", filters=3, kernel_size=4, use_bias=False, dilation_rate=2),
    part("SeparableConv2D", filters=3, kernel_size=[3, 2], depth_multiplier=2, strides=2, activation="silu",
         **DEPTHWISE, **POINTWISE, **BIAS),
    part("Conv1DTranspose", filters=3, kernel_size=4, strides=2, padding="same", output_padding=1, activation="tanh"),
    part("Conv2DTranspose", filters=3, kernel_size=[4, 2], strides=[2, 3], output_padding=[1, 0], padding="same", **KERNEL, **BIAS),
    part("Conv3DTranspose", filters=3, kernel_size=2, dilation_rate=2, use_bias=False),
    part("MaxPooling1D", pool_size=3, strides=2, padding="same"), part("AveragePooling1D", pool_size=3),
    part("MaxPooling2D", pool_size=[2, 3], strides=[1, 2], padding="same", name="pool"),
    part("AveragePooling2D", pool_size=3, strides=1),
    part("MaxPooling3D", pool_size=[1, 2, 3]), part("AveragePooling3D", pool_size=2, strides=[2, 1, 1], padding="same"),
    *(part(f"Global{kind}Pooling{rank}D", keepdims=True) for kind in ("Max", "Average") for rank in (1, 2, 3)),
    part("BatchNormalization", axis=1, momentum=0.9, epsilon=1e-5, center=False, moving_mean_initializer="ones",
         moving_variance_initializer=CONSTANT, gamma_initializer=HE, gamma_regularizer=L2, gamma_constraint=part("NonNeg")),
    part("BatchNormalization", scale=False, trainable=False, beta_initializer="ones", beta_regularizer=L1, beta_constraint="non_neg"),
    part("LayerNormalization", axis=[1, 2], epsilon=1e-5, center=False, **NORM),
    part("LayerNormalization", axis=2, scale=False),
    part("GroupNormalization", groups=4, axis=1, epsilon=1e-5, scale=False, **NORM, beta_constraint=part("NonNeg")),
    part("GroupNormalization", groups=-1, gamma_constraint=part("MaxNorm", max_value=3)),
    part("RMSNormalization", axis=[1, 2], epsilon=1e-5),
    part("UnitNormalization", axis=[1, 2]), part("UnitNormalization", axis=1),
    part("ZeroPadding1D", padding=[1, 2]), part("ZeroPadding2D", padding=2), part("ZeroPadding2D", padding=[1, 2]),
    part("ZeroPadding2D", padding=[[0, 1], [2, 3]]), part("ZeroPadding3D", padding=[[0, 1], [2, 3], [4, 5]]),
    part("Cropping1D", cropping=2), part("Cropping2D", cropping=[1, 2]), part("Cropping2D", cropping=[[0, 1], [2, 3]]),
    part("Cropping3D", cropping=[1, 0, 2]), part("UpSampling1D", size=3), part("UpSampling2D", size=3),
    part("UpSampling2D", size=[2, 3], interpolation="bilinear"), part("UpSampling3D", size=[1, 2, 3]),
    part("Permute", dims=[3, 1, 2]),
    part("SpatialDropout2D", rate=0.25, seed=7), part("GaussianNoise", stddev=0.5, seed=3),
    part("GaussianDropout", rate=0.25, seed=3),
]
CONFIGS = [part(name, **ARGUMENTS.get(name, {})) for name in NAMES] + OTHERS


def entry(made_with):
    return entry_of(keras.layers, made_with)


def auto_names():
    """Layers made in this order, some of them once more at the end."""
    fresh()
    made = [*NAMES, "Conv2D", "Conv2DTranspose", "MaxPooling2D"]
    layers = [make_part(keras.layers, part(name, **ARGUMENTS.get(name, {}))) for name in made]
    return [{"class_name": type(layer).__name__, "name": layer.name} for layer in layers]
