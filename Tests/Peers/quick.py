"""Trains `quick` with one seed after the other, each a process of its own from start to model.

Prints each run's accuracy on the test set and wall-clock seconds, then their means.
"""
import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

import project
import report
from processes import run


def train(options: argparse.Namespace, seed: int, output: Path) -> dict:
    """One run: everything that the command does, from the start of its process to its end."""
    finished = run([
        options.recognizer, "train", "--architecture", "quick", "--data", options.data,
        "--seed", seed, "--threads", options.threads, "--output", output, "--json", "--quiet"])
    return {
        "seed": seed, "seconds": finished.seconds, "peak_megabytes": finished.peak_megabytes,
        "test_accuracy": finished.json("test_accuracy")["test_accuracy"]}


def spread(figures: list[float], scale: float, places: int) -> str:
    """A column's mean, with its lowest and highest."""
    mean, low, high = statistics.mean(figures), min(figures), max(figures)
    return " | ".join(f"{scale * figure:.{places}f}" for figure in (mean, low, high))


def main() -> None:
    """Runs all seeds and prints a table."""
    parser = project.parser(__doc__)
    parser.add_argument(
        "--seeds", type=project.positive, default=10, metavar="N", help="seeds 1 to N (default: 10)")
    options = parser.parse_args()
    project.check_options(parser, options)

    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, options.seeds + 1):
            runs.append(train(options, seed, Path(folder, "quick.safetensors")))
            print(f"seed {seed}: {runs[-1]['test_accuracy']:.2%} of the test set, "
                  f"{runs[-1]['seconds']:.2f} s", file=sys.stderr, flush=True)
    print("| `train --architecture quick` | mean | lowest | highest |\n| --- | --: | --: | --: |")
    accuracies = [figures["test_accuracy"] for figures in runs]
    print(f"| test accuracy, % | {spread(accuracies, 100, 2)} |")
    print(f"| whole process, s | {spread([figures['seconds'] for figures in runs], 1, 2)} |")
    print(f"\n{options.seeds} seeds, {options.threads} threads, on {report.processor()}.")
    if options.json:
        options.json.write_text(json.dumps(runs, indent=1) + "\n")


if __name__ == "__main__":
    main()
