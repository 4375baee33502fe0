"""Part of callbacks.json: BackupAndRestore in real fits that break off and start again."""

import json
import os
import tempfile

import keras
import numpy as np

from .common import captured
from .hooks import VALIDATED, small_model


class Breaks(keras.callbacks.Callback):
    """Notes the epochs begun and the files there are, and raises at one of them."""

    def __init__(self, folder, hook=None, index=None):
        super().__init__()
        self.folder, self.at, self.notes = folder, (hook, index), []

    def note(self, hook, index):
        self.notes.append({"hook": hook, "index": index, "files": files(self.folder)})
        if (hook, index) == self.at:
            raise KeyboardInterrupt

    def on_epoch_begin(self, epoch, logs=None):
        self.note("on_epoch_begin", epoch)

    def on_train_batch_begin(self, batch, logs=None):
        if self.at[0] == "on_train_batch_begin":
            self.note("on_train_batch_begin", batch)


def files(folder):
    """Names below the backup folder; the contents of training_metadata.json."""
    found = {}
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(root, name)
            if name.endswith((".json", ".json.bkp")):
                with open(path, encoding="utf-8") as file:
                    found[name] = json.load(file)
            else:
                found[name] = "weights and optimizer"
    return found


def run(about, hook, index, **options):
    """Breaks off at a hook, starts again in a new model, and compares with a run that was never broken."""
    arguments = {**VALIDATED, "epochs": 4}
    whole = small_model()
    whole.fit(**arguments)
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "backup")
        first, broken = small_model(), Breaks(folder, hook, index)
        try:
            first.fit(**arguments, callbacks=[keras.callbacks.BackupAndRestore(folder, **options), broken])
        except KeyboardInterrupt:
            pass
        left = files(folder)
        second, resumed = small_model(), Breaks(folder)
        second.set_weights([np.zeros_like(w) for w in second.get_weights()])
        with captured():
            history = second.fit(**arguments, callbacks=[keras.callbacks.BackupAndRestore(folder, **options), resumed])
        same = all(np.allclose(a, b, rtol=1e-6) for a, b in zip(whole.get_weights(), second.get_weights()))
        return {
            "about": about, "options": options, "broken_at": [hook, index], "first": broken.notes, "left": left,
            "second": resumed.notes, "second_epochs": history.epoch, "files_after": files(folder),
            "model_initial_epoch": second._initial_epoch, "same_weights_as_unbroken": same,
        }


def backups():
    return [
        run("broken off at the start of the third of 4 epochs", "on_epoch_begin", 2),
        run("with a second copy", "on_epoch_begin", 2, double_checkpoint=True),
        run("kept after a whole fit", "on_epoch_begin", 2, delete_checkpoint=False),
        run("saved every batch, broken off at the second batch", "on_train_batch_begin", 1, save_freq=1),
    ]
