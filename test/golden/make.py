"""Run with: python make.py [part ...]   (environment: python3 -m venv ~/keras-env; pip install -r requirements.txt there)

Runs real Keras (JAX on the CPU, float32) and records what it does in the JSON and .h5 files of this folder.
Without arguments it makes all parts. README.md describes the files.
"""

import os
import sys
import tempfile

sys.dont_write_bytecode = True

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["KERAS_HOME"] = tempfile.mkdtemp()  # no settings of this machine
os.environ["COLUMNS"] = "200"

import importlib
import logging

logging.getLogger("absl").setLevel("ERROR")  # .h5 is called legacy at every save

PARTS = [
    "activations", "losses", "metrics", "optimizers", "initializers", "training", "callbacks", "names", "vision", "files",
]


def main():
    for name in sys.argv[1:] or PARTS:
        importlib.import_module(f"parts.{name}").make()


if __name__ == "__main__":
    main()
