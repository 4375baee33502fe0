"""What is run for training.json: networks, compile() and fit() arguments, in Keras's own words."""

from .networks import part


def dense(units, activation=None, **config):
    return part("Dense", units=units, **({"activation": activation} if activation else {}), **config)


def adam(**config):
    return part("Adam", **{"learning_rate": 0.01, **config})


MLP = {"input": [6], "layers": [dense(8, "relu"), dense(3, "softmax")]}
LOGITS = {"input": [6], "layers": [dense(8, "tanh"), dense(3)]}
REGRESSION = {"input": [4], "layers": [dense(7, "tanh"), dense(2)]}
BINARY = {"input": [5], "layers": [dense(6, "relu"), dense(1, "sigmoid")]}
REGULARIZED = {
    "input": [6],
    "layers": [
        dense(
            8, "relu",
            kernel_regularizer=part("L2", l2=0.02), bias_regularizer=part("L1", l1=0.01),
            activity_regularizer=part("L2", l2=0.03), kernel_constraint=part("MaxNorm", max_value=0.9, axis=0),
        ),
        dense(
            3, "softmax",
            kernel_regularizer=part("L1L2", l1=0.005, l2=0.01), kernel_constraint=part("UnitNorm", axis=0),
            bias_constraint=part("NonNeg"),
        ),
    ],
}
ODD = {
    "input": [6],
    "layers": [
        dense(18, "sigmoid", kernel_regularizer=part("L2", l2=0.01), kernel_constraint=part("MaxNorm", max_value=0.9, axis=0)),
        part("LayerNormalization"),
        dense(21, "elu", use_bias=False),
        part("BatchNormalization"),
        dense(23, "softmax"),
    ],
}
ODD_REGRESSION = {"input": [4], "layers": [dense(17, "softplus"), dense(19, "tanh"), dense(2)]}
FROZEN = {"input": [6], "layers": [dense(8, "relu", trainable=False), dense(5, "tanh"), dense(3, "softmax")]}


def node(out, layer, *inputs):
    return {"out": out, "layer": layer, "in": list(inputs)}


TWO_INPUTS = {
    "inputs": {"a": [4], "b": [4]},
    "nodes": [
        node("shared_a", dense(5, "relu", name="shared"), "a"),
        {"out": "shared_b", "same_layer_as": "shared_a", "in": ["b"]},
        node("sum", part("Add"), "shared_a", "shared_b"),
        node("product", part("Multiply"), "shared_a", "shared_b"),
        node("mean", part("Average"), "shared_a", "shared_b", "sum"),
        node("largest", part("Maximum"), "shared_a", "shared_b"),
        node("all", part("Concatenate"), "sum", "product", "mean", "largest"),
        node("hidden", dense(6, "tanh"), "all"),
        node("kind", dense(3, "softmax", name="kind"), "hidden"),
        node("size", dense(1, name="size"), "hidden"),
    ],
    "outputs": ["kind", "size"],
}
TWO_SIZES = {
    "inputs": {"a": [4], "b": [4]},
    "nodes": [
        node("all", part("Concatenate"), "a", "b"),
        node("first", dense(1, name="first"), "all"),
        node("second", dense(1, name="second"), "all"),
    ],
    "outputs": ["first", "second"],
}

SPARSE = "sparse_categorical_crossentropy"
VALIDATION = {"validation_data": ["x_val", "y_val"]}
CLASSIFY = {"optimizer": adam(), "loss": SPARSE, "metrics": ["accuracy"]}
REGRESS = {
    "optimizer": part("SGD", learning_rate=0.05, momentum=0.9, nesterov=True), "loss": "mse", "metrics": ["mae", "mse"],
}
BOTH = {"x": {"a": "a", "b": "b"}, "y": {"kind": "y", "size": "target"}}
BOTH_VALIDATION = {"validation_data": [{"a": "a_val", "b": "b_val"}, {"kind": "y_val", "size": "target_val"}]}
TWO_COMPILE = {
    "optimizer": adam(), "loss": {"kind": SPARSE, "size": "mse"}, "loss_weights": {"kind": 1.0, "size": 0.5},
    "metrics": {"kind": ["accuracy"], "size": ["mae"]},
}


def case(name, about, data="classes", network=MLP, options=CLASSIFY, **fit):
    return {
        "name": name, "about": about, "network": network, "compile": options, "data": data,
        "fit": {"x": "x", "y": "y", "batch_size": 5, "epochs": 3, **fit},
    }


def on_batch(name, about, calls):
    return {"name": name, "about": about, "network": MLP, "compile": CLASSIFY, "data": "classes", "calls": calls}


CASES = [
    case("mlp", "classifier, partial last batch, validation", **VALIDATION),
    case("class_weight", "class 2 is missing and weighs 1", class_weight={"0": 0.5, "1": 3.0}, **VALIDATION),
    case("class_weight_one_hot", "class weights on one-hot labels", y="y_one_hot", class_weight={"0": 0.5, "1": 3.0},
         options={"optimizer": adam(), "loss": "categorical_crossentropy", "metrics": ["accuracy"]}, epochs=2),
    case("sample_weight", "weighted loss, unweighted metric, weighted validation", sample_weight="weight",
         validation_data=["x_val", "y_val", "weight_val"]),
    case("validation_split", "the last 7 of 22 rows validate", validation_split=0.3),
    case("validation_split_weighted", "sample weights are split too", validation_split=0.3, sample_weight="weight",
         epochs=2),
    case("regression", "mean squared error, Nesterov momentum", data="regression", network=REGRESSION, options=REGRESS,
         **VALIDATION),
    case("binary", "sigmoid output, labels (n,)", data="binary", network=BINARY, options={
        "optimizer": part("RMSprop", learning_rate=0.01), "loss": "binary_crossentropy", "metrics": ["accuracy"]},
        **VALIDATION),
    case("binary_logits", "no activation, loss from logits, labels (n,1), threshold 0", data="binary", y="y_column",
         network={"input": [5], "layers": [dense(6, "relu"), dense(1)]}, options={
             "optimizer": part("RMSprop", learning_rate=0.01, momentum=0.5, centered=True),
             "loss": part("BinaryCrossentropy", from_logits=True, label_smoothing=0.1),
             "metrics": [part("BinaryAccuracy", threshold=0.0, name="hits")]}, epochs=2),
    case("logits", "sparse cross-entropy from logits, labels (n,1)", network=LOGITS, y="y_column", options={
        "optimizer": adam(amsgrad=True), "loss": part("SparseCategoricalCrossentropy", from_logits=True),
        "metrics": ["acc", SPARSE]}, epochs=2),
    case("functional", "two inputs, two outputs, shared layer, merging layers", data="two_inputs", network=TWO_INPUTS,
         options=TWO_COMPILE, **{**BOTH, **BOTH_VALIDATION}),
    case("functional_weights", "sample weights per output (lists: Keras refuses objects here), weighted metrics per output",
         data="two_inputs", network=TWO_INPUTS, options={
             **TWO_COMPILE, "weighted_metrics": {"kind": ["accuracy"], "size": ["mae"]}},
         x={"a": "a", "b": "b"}, y=["y", "target"], sample_weight=["weight", "weight2"], epochs=2),
    case("functional_lists", "lists instead of objects, one metric list for each output", data="two_inputs",
         network=TWO_SIZES, options={"optimizer": "adam", "loss": ["mse", "mae"], "loss_weights": [2.0, 0.25],
                                     "metrics": [["mae"], ["mse", "mae"]]},
         x=["a", "b"], y=["target", "target2"], epochs=2),
    case("functional_one_loss", "one loss string for two outputs, metrics of the second only", data="two_inputs",
         network=TWO_SIZES, options={"optimizer": "sgd", "loss": "mse", "metrics": {"second": ["mae"]}},
         x=["a", "b"], y=["target", "target2"], epochs=2),
    case("functional_no_loss", "None as the loss of the second output", data="two_inputs",
         network=TWO_SIZES, options={"optimizer": "sgd", "loss": ["mse", None]},
         x=["a", "b"], y=["target", "target2"], epochs=2),
    case("regularized", "kernel, bias and activity regularizers, constraints", network=REGULARIZED, options=CLASSIFY,
         **VALIDATION),
    case("steps_per_epoch", "2 of 5 batches per epoch: the data go on in the next epoch", steps_per_epoch=2, epochs=4),
    case("steps_without_batch_size", "3 steps and no batch size", steps_per_epoch=3, batch_size=None, epochs=2),
    case("initial_epoch", "epochs is the index to stop at", initial_epoch=2, epochs=4, **VALIDATION),
    case("validation_freq", "every second epoch", validation_freq=2, epochs=4, **VALIDATION),
    case("validation_freq_list", "after epochs 1 and 4, counted from 1", validation_freq=[1, 4], epochs=4, **VALIDATION),
    case("validation_steps", "one validation batch of 3", validation_steps=1, validation_batch_size=3, **VALIDATION),
    case("adamw", "decoupled weight decay, clipped norm per variable", options={
        **CLASSIFY, "optimizer": part("AdamW", learning_rate=0.01, weight_decay=0.1, clipnorm=0.3)}),
    case("label_smoothing", "one-hot labels, smoothed", y="y_one_hot", options={
        "optimizer": adam(), "loss": part("CategoricalCrossentropy", label_smoothing=0.2), "metrics": ["accuracy"]},
        validation_data=["x_val", "y_val_one_hot"]),
    case("weighted_metrics", "the same metric weighted and not", sample_weight="weight", options={
        **CLASSIFY, "weighted_metrics": ["accuracy", SPARSE]}, validation_data=["x_val", "y_val", "weight_val"]),
    case("same_metric_twice", "names made unique; evaluate() as a list repeats values", sample_weight="weight", epochs=1,
         options={**CLASSIFY, "metrics": ["accuracy", SPARSE, SPARSE], "weighted_metrics": [SPARSE, SPARSE]}),
    case("steps_per_execution", "hooks once per 2 batches", options={**CLASSIFY, "steps_per_execution": 2}, epochs=2,
         **VALIDATION),
    case("steps_per_execution_4", "hooks once per 4 of 5 batches", options={**CLASSIFY, "steps_per_execution": 4},
         epochs=2),
    case("frozen", "the first layer is not trainable", network=FROZEN),
    case("ema", "moving average of the weights replaces them when fit ends", options={
        **CLASSIFY, "optimizer": adam(use_ema=True, ema_momentum=0.8)}, epochs=2, **VALIDATION),
    case("ema_overwrite", "and every 3 steps", options={
        **CLASSIFY, "optimizer": adam(use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=3)}, epochs=2),
    case("odd_widths", "widths that are no multiple of 4, normalized and regularized", network=ODD, options={
        **CLASSIFY, "optimizer": adam(epsilon=1e-3, clipnorm=0.5)}, epochs=2, **VALIDATION),
    case("odd_regression", "the same of a regression, weight decay", data="regression", network=ODD_REGRESSION, options={
        **REGRESS, "optimizer": part("RMSprop", learning_rate=0.002, weight_decay=0.01)}, epochs=2, **VALIDATION),
    case("accumulation", "gradients of 3 steps; 10 steps in all", options={
        **CLASSIFY, "optimizer": adam(gradient_accumulation_steps=3)}, epochs=2),
    case("schedule", "learning rate by a schedule", options={
        **CLASSIFY, "optimizer": adam(learning_rate=part(
            "ExponentialDecay", initial_learning_rate=0.05, decay_steps=4, decay_rate=0.5))}),
    {**case("second_fit", "a second fit() goes on with the optimizer's state and a new History", epochs=2),
     "again": {"epochs": 1}},
    on_batch("on_batch", "train, test and predict by hand; each call resets the metrics", [
        {"method": "train_on_batch", "rows": [0, 5]},
        {"method": "train_on_batch", "rows": [5, 10], "return_dict": True, "class_weight": {"1": 2.0}},
        {"method": "test_on_batch", "rows": [0, 8], "sample_weight": "weight"},
        {"method": "train_on_batch", "rows": [10, 13], "sample_weight": "weight"},
        {"method": "predict_on_batch", "rows": [0, 3]},
    ]),
]
