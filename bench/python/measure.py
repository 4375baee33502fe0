"""Measures PyTorch and JAX on the rows of a run of ours, engines in turns, and writes the figures in the form of that run.

python bench/python/measure.py --tasks OURS.json --json FILE [--only NAME]... [--engine NAME]... [--rounds N] [--round-ms MS]
"""
import argparse
import datetime
import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # the other engines need memory too
MODULES = ("torch_engine", "jax_engine")
READ_EVERY = 20


def main():
    options = read_options()
    modules = [module for module in map(load, MODULES) if module]
    known = {name: start for module in modules for name, start in module.engines().items()}
    engines = {name: start for name, start in known.items() if name in (options.engine or known)}
    if not engines:
        sys.exit(f"Cannot measure: of the engines {', '.join(known) or 'PyTorch and JAX'} none is installed and chosen")
    with open(options.tasks, encoding="utf8") as file:
        rows = json.load(file)["rows"]
    before = surroundings(modules)
    # A first step needs a process of its own, so such rows are left out.
    chosen = [row for row in rows if row["name"] != "first-step" and row["name"].startswith(tuple(options.only or [""]))]
    report = {"surroundings": before, "rows": [measure_row(row, engines, options) for row in chosen]}
    before["load"]["end"] = os.getloadavg()[0]
    with open(options.json, "w", encoding="utf8") as file:
        json.dump(report, file, indent=1)


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", required=True)
    parser.add_argument("--json", required=True)
    parser.add_argument("--only", action="append")
    parser.add_argument("--engine", action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--round-ms", type=float, default=1000)
    return parser.parse_args()


def load(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        print(f"{name} is left out: {error}", file=sys.stderr)
        return None


def measure_row(row, engines, options):
    print(row["title"], file=sys.stderr)
    results = [check(start, row["check"]) for start in engines.values()] if row.get("check") else None
    turns = [Turns(name, start(row["task"]), options.round_ms) for name, start in engines.items()]
    for _ in range(options.rounds):
        for turn in turns:
            turn.round()
        print("  " + ", ".join(f"{turn.name} {turn.samples[-1]:.4g}" for turn in turns) + " ms", file=sys.stderr)
    kept = {name: row[name] for name in ("name", "title", "task", "check", "operations", "tolerance") if name in row}
    reports = [{"engine": turn.name, "samples": turn.samples, "median": statistics.median(turn.samples)} for turn in turns]
    return kept | {"engines": reports, "results": results or [turn.runner.results() for turn in turns]}


def check(start, task_and_steps):
    """The results of an engine after the same number of steps of a row's check."""
    runner = start(task_and_steps["task"])
    runner.run(task_and_steps["steps"])
    return runner.results()


class Turns:
    """One engine's rounds; the first step, which compiles, is in none."""

    def __init__(self, name, runner, round_ms):
        self.name, self.runner, self.samples = name, runner, []
        first = timed(runner, 1)
        steps, estimate = 1, timed(runner, 1)
        while estimate < 100 and steps < 5000:
            steps *= 10
            estimate = timed(runner, steps)
        self.steps = whole_passes(max(2, round(round_ms * steps / estimate)))
        print(f"  {name}: first step {first:.0f} ms, then about {estimate / steps:.4g} ms", file=sys.stderr)

    def round(self):
        self.samples.append(timed(self.runner, self.steps) / self.steps)


def whole_passes(steps):
    """Whole passes over the data where there is time for one."""
    return steps if steps < READ_EVERY else round(steps / READ_EVERY) * READ_EVERY


def timed(runner, steps):
    """Milliseconds until the device has done all steps."""
    start = time.perf_counter()
    runner.run(steps)
    return 1000 * (time.perf_counter() - start)


def surroundings(modules):
    load = os.getloadavg()[0]
    return {
        "date": datetime.date.today().isoformat(),
        "adapter": adapter(),
        "runtime": f"Python {platform.python_version()}",
        "platform": f"{platform.system().lower()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": {"start": load, "end": load},
        "versions": {name: version for module in modules for name, version in module.versions().items()},
    }


def adapter():
    """The card and its driver, or the processor."""
    query = ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"]
    try:
        name, driver = subprocess.run(query, capture_output=True, text=True, check=True).stdout.splitlines()[0].split(", ")
        return f"{name}, driver {driver}"
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "CPU"


if __name__ == "__main__":
    main()
