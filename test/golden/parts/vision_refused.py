"""Part of vision.json: arguments and inputs that Keras refuses, and some of the same kind that it takes."""

from .networks import part
from .vision_cases import conv1d, conv2d, conv3d, depthwise, separable, transposed


def refused(about, layer, shape=None):
    return {"about": about, "layer": layer, **({"input": shape} if shape else {})}


IMAGE = [5, 6, 4]

CONVOLUTIONS = [
    refused("0 filters", conv2d(0, 3)), refused("-1 filters", conv2d(-1, 3)),
    refused("0 in kernel_size", conv2d(2, [3, 0])),
    refused("kernel_size 0", conv2d(2, 0)), refused("kernel_size -1", conv2d(2, -1)),
    refused("kernel_size of 3 for 2 axes", conv2d(2, [3, 3, 3])),
    refused("kernel_size of 1 for 2 axes", conv2d(2, [3])),
    refused("kernel_size 'a'", conv2d(2, "a")), refused("strides 0", conv2d(2, 3, strides=0)),
    refused("strides -1", conv2d(2, 3, strides=-1)),
    refused("strides of 3 for 2 axes", conv2d(2, 3, strides=[1, 1, 1])),
    refused("dilation_rate 0", conv2d(2, 3, dilation_rate=0)),
    refused("strides and dilation", conv2d(2, 3, strides=2, dilation_rate=2)),
    refused("strides 2x1 and dilation 1x2", conv2d(2, 3, strides=[2, 1], dilation_rate=[1, 2])),
    refused("strides and dilation, 1 axis", conv1d(2, 3, strides=2, dilation_rate=2)),
    refused("strides and dilation, 3 axes", conv3d(2, 3, strides=2, dilation_rate=2)),
    refused("padding 'full'", conv2d(2, 3, padding="full")),
    refused("causal for images", conv2d(2, 3, padding="causal")),
    refused("causal for volumes", conv3d(2, 3, padding="causal")),
    refused("padding 'SAME'", conv2d(2, 3, padding="SAME"), IMAGE),
    refused("data_format 'last'", conv2d(2, 3, data_format="last")), refused("groups 0", conv2d(2, 3, groups=0)),
    refused("groups -1", conv2d(2, 3, groups=-1)), refused("5 filters in 2 groups", conv2d(5, 3, groups=2)),
    refused("4 channels in 3 groups", conv2d(3, 3, groups=3), IMAGE),
    refused("unknown activation", conv2d(2, 3, activation="nope")),
    refused("window larger than the input", conv2d(2, 7), IMAGE), refused("in one axis only", conv2d(2, [6, 1]), IMAGE),
    refused("dilated window larger than the input", conv2d(2, 3, dilation_rate=3), IMAGE),
    refused("window larger than the input, same", conv2d(2, 9, padding="same"), IMAGE),
    refused("window larger than the input, 1 axis", conv1d(2, 5), [4, 3]),
    refused("window larger than the input, causal", conv1d(2, 5, padding="causal"), [4, 3]),
    refused("window larger than the input, 3 axes", conv3d(2, 3), [3, 2, 3, 1]),
    refused("an input of 3 axes", conv2d(2, 3), [6, 4]), refused("an input of 5 axes", conv2d(2, 3), [2, 5, 6, 4]),
    refused("open channels", conv2d(2, 3), [5, 6, None]), refused("open height", conv2d(2, 3), [None, 6, 4]),
]

OTHERS = [
    refused("depth_multiplier 0", depthwise(2, 3, depth_multiplier=0)),
    refused("strides 0", depthwise(2, 3, strides=0)),
    refused("strides and dilation", depthwise(2, 3, strides=2, dilation_rate=2)),
    refused("strides and dilation, used", depthwise(2, 2, strides=2, dilation_rate=2), IMAGE),
    refused("window larger than the input", depthwise(2, 6), IMAGE),
    refused("causal", depthwise(1, 3, padding="causal")),
    refused("strides of two sizes", depthwise(2, 3, strides=[1, 2]), IMAGE), refused("kernel_size 0", depthwise(2, 0)),
    refused("an input of 3 axes", depthwise(2, 3), [6, 4]),
    refused("0 filters", separable(2, 0, 3)), refused("depth_multiplier 0", separable(2, 2, 3, depth_multiplier=0)),
    refused("strides and dilation", separable(2, 2, 3, strides=2, dilation_rate=2)),
    refused("causal", separable(1, 2, 3, padding="causal")),
    refused("causal, used", separable(1, 2, 3, padding="causal"), [5, 3]),
    refused("window larger than the input", separable(2, 2, 7), IMAGE),
    refused("strides 0", separable(1, 2, 3, strides=0)),
    refused("0 filters", transposed(2, 0, 3)),
    refused("strides and dilation", transposed(2, 2, 3, strides=2, dilation_rate=2)),
    refused("output_padding as large as strides", transposed(2, 2, 3, strides=2, output_padding=2)),
    refused("output_padding 1 without strides", transposed(1, 2, 3, output_padding=1)),
    refused("output_padding -1", transposed(1, 2, 3, strides=2, output_padding=-1)),
    refused("causal", transposed(1, 2, 3, padding="causal")), refused("strides 0", transposed(2, 2, 3, strides=0)),
    refused("an input of 3 axes", transposed(2, 2, 3), [6, 4]),
    refused("output_padding [1, 2], strides [2, 2]", transposed(2, 2, 3, strides=2, output_padding=[1, 2])),
]


def pooled(about, layer, shape=None, **config):
    return refused(about, part(layer, **config), shape)


POOLING = [
    pooled("pool_size 0", "MaxPooling2D", pool_size=0),
    pooled("pool_size of 3 for 2 axes", "MaxPooling2D", pool_size=[2, 2, 2]),
    pooled("no pool_size", "AveragePooling2D"), pooled("no pool_size", "MaxPooling2D", IMAGE),
    pooled("pool_size -1", "AveragePooling1D", pool_size=-1), pooled("strides 0", "MaxPooling2D", strides=0),
    pooled("padding 'causal'", "MaxPooling1D", padding="causal"),
    pooled("padding 'full'", "AveragePooling2D", pool_size=2, padding="full"),
    pooled("data_format 'last'", "MaxPooling2D", data_format="last"),
    pooled("window larger than the input", "MaxPooling2D", IMAGE, pool_size=6),
    pooled("window larger than the input", "AveragePooling1D", [3, 2], pool_size=4),
    pooled("window larger than the input, same", "MaxPooling2D", IMAGE, pool_size=9, padding="same"),
    pooled("an input of 3 axes", "MaxPooling2D", [6, 4]),
    pooled("an input of 3 axes", "AveragePooling3D", [6, 4], pool_size=2),
    pooled("an input of 3 axes", "GlobalMaxPooling2D", [6, 4]),
    pooled("an input of 4 axes", "GlobalAveragePooling1D", IMAGE),
    pooled("data_format 'last'", "GlobalAveragePooling2D", data_format="last"),
]

NORMALIZATION = [
    pooled("axis beyond the input", "BatchNormalization", IMAGE, axis=4),
    pooled("axis -5", "BatchNormalization", IMAGE, axis=-5),
    pooled("axis as a list", "BatchNormalization", IMAGE, axis=[1, 2]),
    pooled("axis 0.5", "BatchNormalization", IMAGE, axis=0.5),
    pooled("the batch as axis", "BatchNormalization", IMAGE, axis=0),
    pooled("momentum 2", "BatchNormalization", momentum=2),
    pooled("epsilon -1", "BatchNormalization", epsilon=-1),
    pooled("synchronized", "BatchNormalization", synchronized=True),
    pooled("open channels", "BatchNormalization", [5, 6, None]), pooled("axis 'a'", "BatchNormalization", axis="a"),
    pooled("axis beyond the input", "LayerNormalization", IMAGE, axis=4),
    pooled("axis 'a'", "LayerNormalization", axis="a"),
    pooled("axis beyond the input, in a list", "LayerNormalization", IMAGE, axis=[1, 7]),
    pooled("the batch as axis", "LayerNormalization", IMAGE, axis=0),
    pooled("the same axis twice", "LayerNormalization", IMAGE, axis=[1, -3]),
    pooled("no axes", "LayerNormalization", IMAGE, axis=[]), pooled("open axis", "LayerNormalization", [5, None]),
    pooled("3 groups of 4 channels", "GroupNormalization", IMAGE, groups=3),
    pooled("32 groups of 4 channels", "GroupNormalization", IMAGE),
    pooled("groups 0", "GroupNormalization", IMAGE, groups=0),
    pooled("groups -2", "GroupNormalization", IMAGE, groups=-2),
    pooled("axis beyond the input", "GroupNormalization", IMAGE, groups=2, axis=4),
    pooled("open channels", "GroupNormalization", [5, 6, None], groups=2),
    pooled("axis beyond the input", "RMSNormalization", IMAGE, axis=4),
    pooled("axis beyond the input", "UnitNormalization", IMAGE, axis=4),
    pooled("axis 'a'", "UnitNormalization", axis="a"),
    pooled("axis 'a'", "RMSNormalization", axis="a"),
]

SHAPING = [
    pooled("padding -1", "ZeroPadding1D", padding=-1),
    pooled("padding of 3 for 1 axis", "ZeroPadding1D", padding=[1, 2, 3]),
    pooled("padding -1", "ZeroPadding2D", padding=-1),
    pooled("padding of 3 for 2 axes", "ZeroPadding2D", padding=[1, 2, 3]),
    pooled("padding 'same'", "ZeroPadding2D", padding="same"),
    pooled("padding of 2 for 3 axes", "ZeroPadding3D", padding=[1, 2]),
    pooled("padding 1.5", "ZeroPadding1D", padding=1.5), pooled("an input of 3 axes", "ZeroPadding2D", [6, 4]),
    pooled("cropping -1", "Cropping1D", cropping=-1),
    pooled("cropping of 3 for 2 axes", "Cropping2D", cropping=[1, 2, 3]),
    pooled("all is cut off", "Cropping1D", [4, 3], cropping=2),
    pooled("more is cut off", "Cropping1D", [4, 3], cropping=[2, 3]),
    pooled("all is cut off", "Cropping2D", IMAGE, cropping=[[0, 0], [2, 4]]),
    pooled("all is cut off", "Cropping3D", [2, 3, 3, 1]),
    pooled("cropping of 2 for 3 axes", "Cropping3D", cropping=[1, 2]),
    pooled("an input of 3 axes", "Cropping2D", [6, 4]),
    pooled("size 0", "UpSampling1D", size=0), pooled("size 0", "UpSampling2D", size=0),
    pooled("size -1", "UpSampling2D", size=-1),
    pooled("size of 3 for 2 axes", "UpSampling2D", size=[1, 2, 3]),
    pooled("size of 2 for 3 axes", "UpSampling3D", size=[1, 2]),
    pooled("interpolation 'cubic'", "UpSampling2D", interpolation="cubic"),
    pooled("interpolation 'bicubic'", "UpSampling2D", interpolation="bicubic"),
    pooled("interpolation 'nope'", "UpSampling2D", interpolation="nope"),
    pooled("an input of 3 axes", "UpSampling2D", [6, 4]),
    pooled("dims with 0", "Permute", dims=[0, 1]), pooled("dims twice the same", "Permute", dims=[1, 1]),
    pooled("dims that leave one out", "Permute", dims=[1, 3]),
    pooled("too few dims for the input", "Permute", IMAGE, dims=[2, 1]),
    pooled("n 0", "RepeatVector", n=0), pooled("n -1", "RepeatVector", n=-1), pooled("n 1.5", "RepeatVector", n=1.5),
    pooled("n 0, used", "RepeatVector", [3], n=0), pooled("an input of 3 axes", "RepeatVector", [6, 4], n=2),
    pooled("rate 1.5", "SpatialDropout2D", rate=1.5), pooled("rate -1", "SpatialDropout1D", rate=-1),
    pooled("rate 1", "SpatialDropout2D", rate=1), pooled("an input of 3 axes", "SpatialDropout2D", [6, 4], rate=0.5),
    pooled("rate 1.5", "GaussianDropout", rate=1.5), pooled("rate 1", "GaussianDropout", rate=1),
    pooled("rate -1", "GaussianDropout", rate=-1),
    pooled("stddev -1", "GaussianNoise", stddev=-1), pooled("stddev 2", "GaussianNoise", stddev=2),
    pooled("stddev 0", "GaussianNoise", stddev=0),
]

REFUSED = CONVOLUTIONS + OTHERS + POOLING + NORMALIZATION + SHAPING
