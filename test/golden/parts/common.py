"""What every part shares: formulas for numbers, the JSON format, and capturing what Keras prints."""

import contextlib
import io
import json
import math
import pathlib
import warnings

import h5py
import jax
import keras
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent
ROUNDING = 9  # significant digits: enough to give every float32 back exactly


class Exact(float):
    """A float that is written with all its digits (for text that prints a float64)."""


def wave(shape, scale=1.0, step=0.7, start=0.0):
    """float32 array whose row-major element i is scale*sin(step*i + start), computed in float64."""
    index = np.arange(math.prod(shape), dtype=np.float64)
    return (scale * np.sin(step * index + start)).astype(np.float32).reshape(shape)


def tensor(array):
    """{"shape", "data"} in row-major order, with "dtype" only where it is not float32."""
    array = np.asarray(array)
    result = {"shape": list(array.shape), "data": array.ravel().tolist()}
    if array.dtype not in (np.float32, np.float64):
        result["dtype"] = str(array.dtype)
    return result


def flat(array):
    """The row-major data alone, where the shape is known from elsewhere."""
    return np.asarray(array).ravel().tolist()


def number(value):
    """A number as JSON can hold it: rounded, whole ones without a point, special ones as strings."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, Exact):
        return float(value)
    rounded = float(f"{value:.{ROUNDING}g}")
    whole = rounded.is_integer() and abs(rounded) < 1e15 and math.copysign(1, rounded) > 0
    negative = rounded.is_integer() and -1e15 < rounded < 0
    return int(rounded) if whole or negative else rounded


def plain(value):
    """Anything Keras or numpy returns as plain JSON values."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, keras.KerasTensor):
        return str(value)
    if hasattr(value, "__array__"):
        return plain(np.asarray(value).tolist())
    if hasattr(value, "get_config"):
        return {"class_name": type(value).__name__, "config": plain(value.get_config())}
    raise TypeError(f"Cannot write {value!r} as JSON")


def line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def text(value):
    """JSON with one line per case: the entries of top-level lists and objects stand on lines of their own."""
    value = plain(value)
    parts = []
    for key, item in value.items():
        if isinstance(item, list) and item and isinstance(item[0], (dict, list)):
            body = "[\n" + ",\n".join(line(entry) for entry in item) + "\n]"
        elif isinstance(item, dict) and any(isinstance(entry, (dict, list)) for entry in item.values()):
            body = "{\n" + ",\n".join(f"{line(name)}:{line(entry)}" for name, entry in item.items()) + "\n}"
        else:
            body = line(item)
        parts.append(f"{line(key)}:{body}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def write(path, content):
    """Write one golden file, headed by the versions that made it."""
    header = {"keras": keras.__version__, "backend": f"{keras.config.backend()} {jax.__version__}"}
    if path.startswith("files/"):
        header["h5py"] = h5py.__version__
    target = FOLDER / path
    target.parent.mkdir(exist_ok=True)
    target.write_text(text({**header, **content}), encoding="utf-8")
    print(f"{path}: {target.stat().st_size} bytes")


@contextlib.contextmanager
def captured():
    """Collects what is printed ("text") and warned about ("warnings") meanwhile."""
    result = {"text": "", "warnings": []}
    out = io.StringIO()
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(out):
        warnings.simplefilter("always")
        yield result
    result["text"] = out.getvalue()
    result["warnings"] = [str(warning.message) for warning in caught if warning.category is UserWarning]


def variables(items, values=True):
    """Name, path, shape (and value) of variables, in their order."""
    result = []
    for variable in items:
        entry = {"name": variable.name, "path": variable.path, **tensor(variable.numpy())}
        if not values:
            entry.pop("data")
        result.append(entry)
    return result


WEIGHT_FORMULA = (
    "weight number j in the order of model.weights (from 0), row-major element i (from 0): 0.4*sin(0.7*i + j)"
)


def set_weights_by_formula(model):
    """Replaces the random initial weights, so that another runtime can start from the same ones."""
    model.set_weights([start_value(w, j) for j, w in enumerate(model.weights)])


def start_value(variable, start):
    """0.4*sin(0.7*i + start), which a variance has 1 more of."""
    value = wave(variable.shape, 0.4, 0.7, start)
    return 1 + value if variable.name.endswith("variance") else value


def fresh():
    """Forget all names and random state, as a new process would."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(1)
