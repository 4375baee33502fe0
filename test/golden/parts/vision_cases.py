"""What is run for vision.json: each layer of vision with its arguments and the shape of its input."""

from .networks import part


def case(about, layer, shape, training=False):
    return {"name": f"{layer['class']}: {about}", "layer": layer, "shape": shape, "training": training}


def conv1d(filters, size, **config):
    return part("Conv1D", filters=filters, kernel_size=size, **config)


def conv2d(filters, size, **config):
    return part("Conv2D", filters=filters, kernel_size=size, **config)


def conv3d(filters, size, **config):
    return part("Conv3D", filters=filters, kernel_size=size, **config)


CONVOLUTIONS = [
    case("window 3, valid", conv1d(4, 3), [2, 7, 3]),
    case("window 1", conv1d(3, 1), [2, 5, 4]),
    case("window 4, same, stride 2, even input", conv1d(3, 4, padding="same", strides=2), [2, 8, 1]),
    case("window 3, same, stride 3, odd input", conv1d(2, 3, padding="same", strides=3), [1, 11, 4]),
    case("window 3, causal, tanh", conv1d(2, 3, padding="causal", activation="tanh"), [2, 6, 3]),
    case("causal, dilation 2, no bias", conv1d(3, 2, padding="causal", dilation_rate=2, use_bias=False), [1, 7, 4]),
    case("causal, stride 2", conv1d(2, 3, padding="causal", strides=2), [1, 8, 3]),
    case("same, dilation 3, window 2", conv1d(4, 2, padding="same", dilation_rate=3), [1, 8, 5]),
    case("valid, dilation 2", conv1d(5, 3, dilation_rate=2), [2, 8, 1]),
    case("2 groups", conv1d(6, 3, groups=2), [1, 6, 4]),
    case("window as large as the input", conv1d(2, 6), [2, 6, 3]),
    case("stride larger than the window", conv1d(2, 2, strides=3), [2, 9, 3]),
    case("window larger than the input, same", conv1d(2, 5, padding="same"), [1, 2, 3]),
    case("window 3x3, valid, relu", conv2d(4, 3, activation="relu"), [1, 5, 5, 3]),
    case("window 3x3, same", conv2d(4, 3, padding="same"), [1, 3, 4, 4]),
    case("window 1x1, 8 channels", conv2d(4, 1), [2, 2, 3, 8]),
    case("window 1x1, stride 2", conv2d(3, 1, strides=2), [1, 5, 4, 4]),
    case("window 2x2, same", conv2d(3, 2, padding="same"), [1, 4, 3, 1]),
    case("window 4x4, same, stride 2", conv2d(2, 4, padding="same", strides=2), [1, 6, 5, 3]),
    case("window 3x3, same, stride 2, even input", conv2d(4, 3, padding="same", strides=2), [2, 6, 6, 1]),
    case("window 3x3, same, stride 2, odd input", conv2d(2, 3, padding="same", strides=2), [1, 5, 7, 3]),
    case("window 2x3, strides 1x2, valid", conv2d(3, [2, 3], strides=[1, 2]), [1, 4, 7, 4]),
    case("window 5x1, strides 2x3, same", conv2d(2, [5, 1], strides=[2, 3], padding="same"), [1, 5, 7, 3]),
    case("same, dilation 2", conv2d(2, 3, padding="same", dilation_rate=2), [1, 5, 6, 3]),
    case("valid, dilation 1x2, no bias", conv2d(3, [2, 3], dilation_rate=[1, 2], use_bias=False), [1, 4, 6, 5]),
    case("2 groups, 4 channels", conv2d(4, 3, groups=2, padding="same"), [1, 4, 3, 4]),
    case("5 groups of one channel, stride 2", conv2d(5, 2, groups=5, strides=2), [1, 4, 4, 5]),
    case("4 groups, 8 channels, 8 filters, sigmoid", conv2d(8, 2, groups=4, activation="sigmoid"), [1, 3, 3, 8]),
    case("window as large as the input", conv2d(3, [3, 4]), [2, 3, 4, 3]),
    case("softmax over the channels", conv2d(3, 2, activation="softmax"), [1, 3, 3, 4]),
    case("one filter, one channel", conv2d(1, 3, padding="same"), [1, 5, 4, 1]),
    case("8 channels, 5 filters", conv2d(5, 2), [1, 3, 3, 8]),
    case("window 2x2x2, valid", conv3d(3, 2), [1, 3, 4, 3, 3]),
    case("window 3x3x3, same, stride 2", conv3d(2, 3, padding="same", strides=2), [1, 4, 3, 5, 1]),
    case("window 1x2x3, strides 1x2x1, relu", conv3d(2, [1, 2, 3], strides=[1, 2, 1], activation="relu"), [1, 2, 4, 4, 4]),
    case("same, dilation 2, no bias", conv3d(2, 2, padding="same", dilation_rate=2, use_bias=False), [1, 3, 4, 3, 2]),
    case("2 groups", conv3d(4, 2, groups=2, padding="same"), [1, 2, 3, 2, 4]),
    # Large enough for tiles of 64 x 64, or for sums in two parts of at least 64 terms.
    case("33 filters, 128 positions", conv2d(33, 2, padding="same"), [1, 8, 16, 16]),
    case("64 channels", conv2d(4, [2, 1]), [1, 4, 2, 64]),
]


def depthwise(rank, size, **config):
    return part(f"DepthwiseConv{rank}D", kernel_size=size, **config)


def separable(rank, filters, size, **config):
    return part(f"SeparableConv{rank}D", filters=filters, kernel_size=size, **config)


SEPARATED = [
    case("window 3, valid", depthwise(1, 3), [2, 6, 3]),
    case("multiplier 2, same, stride 2", depthwise(1, 4, depth_multiplier=2, strides=2, padding="same"), [1, 7, 4]),
    case("dilation 2, no bias, tanh", depthwise(1, 2, dilation_rate=2, use_bias=False, activation="tanh"), [1, 6, 5]),
    case("window 3x3, valid", depthwise(2, 3), [1, 4, 5, 4]),
    case("multiplier 2, same, relu", depthwise(2, 3, depth_multiplier=2, padding="same", activation="relu"), [1, 4, 3, 3]),
    case("multiplier 3, one channel, stride 2", depthwise(2, 2, depth_multiplier=3, strides=2), [2, 4, 5, 1]),
    case("window 2x3, same, stride 2, no bias", depthwise(2, [2, 3], strides=2, padding="same", use_bias=False), [1, 5, 4, 8]),
    case("strides 1x2", depthwise(2, 2, strides=[1, 2]), [1, 3, 5, 4]),
    case("stride 2 and dilation 2", depthwise(2, 2, strides=2, dilation_rate=2), [1, 5, 6, 3]),
    case("same, dilation 2", depthwise(2, 3, dilation_rate=2, padding="same"), [1, 5, 4, 4]),
    case("window 3, valid", separable(1, 4, 3), [2, 6, 3]),
    case("multiplier 2, same, stride 2, tanh", separable(
        1, 3, 2, depth_multiplier=2, strides=2, padding="same", activation="tanh"), [1, 7, 4]),
    case("dilation 2, no bias", separable(1, 2, 3, dilation_rate=2, use_bias=False), [1, 7, 5]),
    case("window 3x3, valid", separable(2, 4, 3), [1, 5, 4, 3]),
    case("multiplier 2, same, stride 2, relu", separable(
        2, 3, 3, depth_multiplier=2, strides=2, padding="same", activation="relu"), [1, 5, 4, 4]),
    case("stride 2 and dilation 2, same", separable(2, 3, 2, strides=2, dilation_rate=2, padding="same"), [1, 4, 5, 3]),
    case("window 2x3, no bias, same, dilation 2", separable(
        2, 5, [2, 3], use_bias=False, padding="same", dilation_rate=2), [1, 4, 5, 1]),
]


def transposed(rank, filters, size, **config):
    return part(f"Conv{rank}DTranspose", filters=filters, kernel_size=size, **config)


TRANSPOSED = [
    case("window 3, valid", transposed(1, 4, 3), [2, 4, 3]),
    case("window 3, same, stride 2", transposed(1, 3, 3, strides=2, padding="same"), [2, 4, 4]),
    case("window 4, same, stride 2, tanh", transposed(1, 2, 4, strides=2, padding="same", activation="tanh"), [1, 5, 1]),
    case("window 2, same, stride 3", transposed(1, 3, 2, strides=3, padding="same"), [1, 3, 4]),
    case("window 2, valid, stride 3", transposed(1, 2, 2, strides=3), [1, 4, 3]),
    case("valid, dilation 2", transposed(1, 2, 3, dilation_rate=2), [1, 4, 3]),
    case("same, dilation 2, no bias", transposed(1, 3, 2, dilation_rate=2, padding="same", use_bias=False), [1, 5, 4]),
    case("same, stride 2, output padding 1", transposed(1, 2, 3, strides=2, padding="same", output_padding=1), [1, 4, 3]),
    case("same, stride 2, output padding 0", transposed(1, 2, 3, strides=2, padding="same", output_padding=0), [1, 4, 3]),
    case("same, window 4, stride 3, output padding 2", transposed(
        1, 2, 4, strides=3, padding="same", output_padding=2), [1, 3, 3]),
    case("same, window 4, stride 2, output padding 0", transposed(
        1, 2, 4, strides=2, padding="same", output_padding=0), [1, 4, 1]),
    case("valid, stride 2, output padding 1", transposed(1, 2, 3, strides=2, output_padding=1), [1, 3, 3]),
    case("same, window 2, stride 3, output padding 2", transposed(
        1, 2, 2, strides=3, padding="same", output_padding=2), [1, 3, 3]),
    case("same, window 1, stride 3, output padding 1", transposed(
        1, 2, 1, strides=3, padding="same", output_padding=1), [1, 3, 3]),
    case("window 3x3, valid, relu", transposed(2, 3, 3, activation="relu"), [1, 3, 2, 4]),
    case("window 2x2, stride 2, valid", transposed(2, 3, 2, strides=2), [2, 2, 3, 3]),
    case("window 3x3, stride 2, same", transposed(2, 4, 3, strides=2, padding="same"), [1, 3, 2, 5]),
    case("window 5x2, strides 3x1, same", transposed(2, 2, [5, 2], strides=[3, 1], padding="same"), [1, 2, 3, 3]),
    case("window 4x3, strides 2x3, valid, no bias", transposed(2, 2, [4, 3], strides=[2, 3], use_bias=False), [1, 2, 2, 8]),
    case("window 1x1, stride 2, valid", transposed(2, 3, 1, strides=2), [1, 2, 3, 4]),
    case("window 1x1, stride 2, same", transposed(2, 3, 1, strides=2, padding="same"), [1, 2, 3, 4]),
    case("same, dilation 2", transposed(2, 2, 3, dilation_rate=2, padding="same"), [1, 4, 3, 3]),
    case("same, strides 2x3, output padding 1x0", transposed(
        2, 2, 3, strides=[2, 3], padding="same", output_padding=[1, 0]), [1, 2, 3, 3]),
    case("window 2x2x2, stride 2, valid", transposed(3, 2, 2, strides=2), [1, 2, 1, 2, 3]),
    case("window 3x2x1, same, strides 1x2x2, tanh", transposed(
        3, 2, [3, 2, 1], strides=[1, 2, 2], padding="same", activation="tanh"), [1, 2, 2, 2, 3]),
    case("valid, dilation 2", transposed(3, 1, 2, dilation_rate=2), [1, 2, 2, 2, 2]),
    case("33 filters, 64 positions", transposed(1, 33, 2), [1, 63, 9]),
    case("33 filters, stride 2, 64 positions for each phase", transposed(1, 33, 2, strides=2), [1, 64, 9]),
]


def pooling(rank, shape, about, **config):
    """The same for both kinds, windows of 2 unless said."""
    return [case(about, part(f"{kind}Pooling{rank}D", **{"pool_size": 2, **config}), shape) for kind in ("Max", "Average")]


POOLING = [
    *pooling(1, [2, 6, 3], "default"), *pooling(1, [1, 7, 4], "window 3, stride 2, overlapping", pool_size=3, strides=2),
    *pooling(1, [1, 7, 3], "same, odd input", pool_size=2, padding="same"),
    *pooling(1, [1, 8, 1], "same, window 4, stride 3", pool_size=4, strides=3, padding="same"),
    *pooling(1, [1, 9, 2], "window 2, stride 4", pool_size=2, strides=4),
    *pooling(2, [1, 4, 6, 3], "default"), *pooling(2, [2, 5, 5, 1], "default, odd input"),
    *pooling(2, [1, 5, 5, 4], "window 3x3, stride 2, overlapping", pool_size=3, strides=2),
    *pooling(2, [1, 4, 5, 3], "window 3x3, stride 1, same", pool_size=3, strides=1, padding="same"),
    *pooling(2, [1, 5, 6, 3], "same, window 3x3, stride 2", pool_size=3, strides=2, padding="same"),
    *pooling(2, [1, 5, 7, 5], "window 2x3, strides 3x2", pool_size=[2, 3], strides=[3, 2]),
    *pooling(2, [1, 2, 5, 8], "window 1x2, same", pool_size=[1, 2], padding="same"),
    *pooling(2, [1, 3, 4, 4], "window as large as the input", pool_size=[3, 4]),
    *pooling(3, [1, 4, 2, 4, 3], "default"),
    *pooling(3, [1, 3, 4, 3, 1], "window 2x3x2, stride 1, same", pool_size=[2, 3, 2], strides=1, padding="same"),
    *pooling(3, [1, 3, 5, 3, 2], "window 3x2x1, strides 1x2x2", pool_size=[3, 2, 1], strides=[1, 2, 2]),
    *[
        case(about, part(f"Global{kind}Pooling{rank}D", **config), shape)
        for kind in ("Max", "Average")
        for rank, shape in ((1, [2, 5, 3]), (2, [2, 3, 4, 5]), (3, [2, 2, 3, 2, 4]))
        for about, config in (("default", {}), ("keepdims", {"keepdims": True}))
    ],
]


def batch(about, shape, training=True, **config):
    return case(about, part("BatchNormalization", **config), shape, training)


def layer_norm(about, shape, **config):
    return case(about, part("LayerNormalization", **config), shape)


def group(about, shape, **config):
    return case(about, part("GroupNormalization", **config), shape)


NORMALIZATION = [
    batch("training", [2, 3, 3, 4]), batch("inference", [2, 3, 3, 4], training=False),
    batch("trainable False in training", [2, 3, 2, 3], trainable=False),
    batch("training, of rows", [5, 3]), batch("inference, of rows", [5, 3], training=False),
    batch("training, of sequences", [3, 4, 5]), batch("training, of volumes", [2, 2, 2, 3, 3]),
    batch("training, no center", [2, 3, 2, 4], center=False), batch("training, no scale", [2, 3, 2, 4], scale=False),
    batch("training, neither", [2, 3, 2, 4], center=False, scale=False),
    batch("inference, neither", [2, 3, 2, 4], training=False, center=False, scale=False),
    batch("training, axis 1", [2, 3, 2, 4], axis=1), batch("inference, axis 1", [2, 3, 2, 4], training=False, axis=1),
    batch("training, axis -2", [3, 4, 5], axis=-2),
    batch("training, momentum 0.8, epsilon 0.01", [2, 3, 3, 3], momentum=0.8, epsilon=0.01),
    batch("inference, epsilon 0.1", [2, 3, 2, 5], training=False, epsilon=0.1),
    batch("training, one channel", [2, 3, 4, 1]), batch("training, a batch of one", [1, 4, 3, 8]),
    layer_norm("default, rows", [4, 5]), layer_norm("default, images", [2, 3, 2, 4]),
    layer_norm("axes 1, 2, 3", [2, 3, 2, 4], axis=[1, 2, 3]), layer_norm("axes -1, -2", [2, 3, 2, 4], axis=[-1, -2]),
    layer_norm("axis 1", [3, 4, 3], axis=1), layer_norm("no center", [4, 5], center=False),
    layer_norm("no scale", [4, 5], scale=False), layer_norm("neither, epsilon 0.1", [2, 3, 8], center=False, scale=False, epsilon=0.1),
    group("2 groups", [2, 3, 2, 4], groups=2), group("one group", [2, 2, 3, 3], groups=1),
    group("a group for each channel, by -1", [2, 3, 2, 4], groups=-1),
    group("a group for each channel", [1, 3, 2, 5], groups=5), group("4 groups of 8, sequences", [2, 3, 8], groups=4),
    group("2 groups, rows", [3, 6], groups=2), group("2 groups, axis 1", [2, 4, 3, 2], groups=2, axis=1),
    group("3 groups, neither, epsilon 0.1", [2, 2, 2, 6], groups=3, center=False, scale=False, epsilon=0.1),
    group("no center", [2, 3, 4], groups=2, center=False), group("no scale", [2, 3, 4], groups=2, scale=False),
    case("default", part("RMSNormalization"), [2, 3, 5]), case("images", part("RMSNormalization"), [1, 3, 2, 4]),
    case("axes 1, 2", part("RMSNormalization", axis=[1, 2]), [3, 2, 4]),
    case("epsilon 0.1", part("RMSNormalization", epsilon=0.1), [4, 8]),
    case("default", part("UnitNormalization"), [2, 3, 5]), case("axis 1", part("UnitNormalization", axis=1), [2, 3, 2, 4]),
    case("axes 1, 2", part("UnitNormalization", axis=[1, 2]), [2, 3, 4]),
]

IDENTITY = [
    case("inference", part("SpatialDropout1D", rate=0.5), [2, 4, 3]),
    case("inference", part("SpatialDropout2D", rate=0.5), [1, 3, 2, 4]),
    case("inference", part("SpatialDropout3D", rate=0.5), [1, 2, 2, 2, 3]),
    case("inference", part("GaussianNoise", stddev=0.5), [3, 4]),
    case("inference", part("GaussianDropout", rate=0.5), [3, 4]),
]

SHAPING = [
    case("default", part("ZeroPadding1D"), [2, 4, 3]), case("2 before, 1 after", part("ZeroPadding1D", padding=[2, 1]), [1, 3, 4]),
    case("default", part("ZeroPadding2D"), [1, 3, 2, 3]), case("2x1", part("ZeroPadding2D", padding=[2, 1]), [1, 2, 3, 4]),
    case("four sides", part("ZeroPadding2D", padding=[[0, 1], [2, 3]]), [1, 2, 3, 1]),
    case("default", part("ZeroPadding3D"), [1, 1, 2, 2, 3]), case("1x0x2", part("ZeroPadding3D", padding=[1, 0, 2]), [1, 1, 2, 2, 2]),
    case("six sides", part("ZeroPadding3D", padding=[[0, 1], [1, 0], [2, 1]]), [1, 2, 2, 1, 2]),
    case("default", part("Cropping1D"), [2, 5, 3]), case("0 before, 2 after", part("Cropping1D", cropping=[0, 2]), [1, 5, 4]),
    case("default", part("Cropping2D"), [2, 3, 4, 3]), case("1", part("Cropping2D", cropping=1), [1, 4, 5, 3]),
    case("four sides", part("Cropping2D", cropping=[[0, 1], [2, 0]]), [1, 4, 5, 4]),
    case("default", part("Cropping3D"), [1, 3, 4, 3, 2]),
    case("six sides", part("Cropping3D", cropping=[[1, 0], [0, 1], [1, 1]]), [1, 3, 2, 4, 3]),
    case("default", part("UpSampling1D"), [2, 3, 3]), case("3 times", part("UpSampling1D", size=3), [1, 3, 4]),
    case("default", part("UpSampling2D"), [1, 2, 3, 3]), case("2x3", part("UpSampling2D", size=[2, 3]), [1, 3, 2, 4]),
    case("bilinear", part("UpSampling2D", interpolation="bilinear"), [1, 3, 4, 2]),
    case("bilinear, 3x2", part("UpSampling2D", size=[3, 2], interpolation="bilinear"), [1, 3, 2, 3]),
    case("bilinear, one pixel", part("UpSampling2D", size=3, interpolation="bilinear"), [1, 1, 1, 2]),
    case("default", part("UpSampling3D"), [1, 2, 1, 2, 3]), case("1x2x3", part("UpSampling3D", size=[1, 2, 3]), [1, 2, 2, 1, 2]),
    case("of three axes", part("Permute", dims=[3, 1, 2]), [2, 3, 4, 2]), case("of two axes", part("Permute", dims=[2, 1]), [2, 3, 5]),
    case("3 times", part("RepeatVector", n=3), [2, 4]),
]

CASES = CONVOLUTIONS + SEPARATED + TRANSPOSED + POOLING + NORMALIZATION + IDENTITY + SHAPING
