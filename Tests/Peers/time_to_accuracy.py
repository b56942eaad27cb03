"""Times training from the start of the process to a saved model that reaches an accuracy.

For each goal, a recipe that was chosen on held-out training digits runs with one seed after the
other, and PyTorch repeats it in turn: the same network, settings, data and threads, in the better of
its two memory formats. A goal is reached when the mean accuracy on the test set is; its time is the
median. Run nothing beside it.
"""
import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import project
import report
from processes import run, run_python


@dataclass(frozen=True)
class Goal:
    """An accuracy, the options of `train` that reach it, and the seconds it may take."""

    accuracy: float
    seconds: float
    recipe: tuple


SMALL, DEEP = (Path(__file__).resolve().parent / name for name in ("small.json", "deep.json"))
GOALS = [
    Goal(0.99, 1.8, ("--architecture", "quick", "--epochs", 1, "--learning-rate", 0.015)),
    Goal(0.995, 6, ("--architecture", SMALL, "--augment", "standard", "--epochs", 2,
                    "--learning-rate", 0.015, "--weight-decay", 0.05, "--label-smoothing", 0.05,
                    "--ema", 0.99)),
    Goal(0.9965, 60, ("--architecture", DEEP, "--augment", "standard", "--epochs", 10,
                      "--optimizer", "sgd", "--learning-rate", 0.05, "--weight-decay", 0.001,
                      "--label-smoothing", 0.05, "--ema", 0.999)),
]


def ours(options: argparse.Namespace, goal: Goal, seed: int, model: Path) -> dict:
    """One run of `train`, on all 60,000 training digits."""
    finished = run([
        options.recognizer, "train", *goal.recipe, "--data", options.data, "--validation", 0,
        "--seed", seed, "--threads", options.threads, "--output", model, "--json", "--quiet"])
    accuracy = finished.json("test_accuracy")["test_accuracy"]
    return {"side": "ours", "seed": seed, "seconds": finished.seconds, "accuracy": accuracy}


def peer(options: argparse.Namespace, seed: int, inspection: Path, layout: str) -> dict:
    """The same run by PyTorch."""
    finished = run_python(
        "peer_recipe.py", "--inspection", inspection, "--data", options.data, "--seed", seed,
        "--threads", options.threads, *(["--channels-last"] if layout == "channels last" else []))
    accuracy = finished.json("test_accuracy")["test_accuracy"]
    return {"side": layout, "seed": seed, "seconds": finished.seconds, "accuracy": accuracy}


def measure(options: argparse.Namespace, goal: Goal, folder: Path) -> list[dict]:
    """All runs for a goal."""
    model, inspection = folder / "model.safetensors", folder / "model.json"
    runs = []

    def note(figures: dict) -> None:
        runs.append(figures | {"goal": goal.accuracy})
        print(f"{goal.accuracy:.2%}, {figures['side']}, seed {figures['seed']}: "
              f"{figures['accuracy']:.2%}, {figures['seconds']:.2f} s", file=sys.stderr, flush=True)

    layouts = ["channels first", "channels last"] if options.peer_seeds else []
    for seed in range(1, options.seeds + 1):
        note(ours(options, goal, seed, model))
        if seed == 1:
            inspection.write_text(run([options.recognizer, "inspect", model, "--json"]).output)
        if seed <= options.peer_seeds:
            for layout in layouts:
                note(peer(options, seed, inspection, layout))
            if seed == 1:
                layouts = [min(runs[-2:], key=lambda figures: figures["seconds"])["side"]]
    return runs


def line(goal: Goal, runs: list[dict], side: str) -> str:
    """A row of the table."""
    own = [figures for figures in runs if figures["side"] == side]
    accuracies = [figures["accuracy"] for figures in own]
    seconds = [figures["seconds"] for figures in own]
    mean = statistics.mean(accuracies)
    reached = "yes" if mean >= goal.accuracy else "no"
    name = "ours" if side == "ours" else f"PyTorch, {side}"
    return (f"| {goal.accuracy:.2%} | {name} | {len(own)} | {mean:.3%} | {min(accuracies):.2%} | "
            f"{max(accuracies):.2%} | {reached} | {statistics.median(seconds):.2f} | "
            f"{goal.seconds if side == 'ours' else ''} |")


def main() -> None:
    """Measures and prints."""
    parser = project.parser(__doc__)
    parser.add_argument(
        "--seeds", type=project.positive, default=5, metavar="N", help="our seeds (default: 5)")
    parser.add_argument(
        "--peer-seeds", type=int, default=1, metavar="N",
        help="seeds of PyTorch's, which take long (default: 1; 0: none)")
    parser.add_argument("--goals", metavar="PERCENT,...", help="only these, such as 99.0,99.5")
    options = parser.parse_args()
    project.check_options(parser, options)
    wanted = [float(text) / 100 for text in options.goals.split(",")] if options.goals else None

    rows, runs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for goal in GOALS:
            if wanted and not any(abs(goal.accuracy - accuracy) < 1e-9 for accuracy in wanted):
                continue
            own = measure(options, goal, Path(folder))
            runs += own
            rows += [line(goal, own, side) for side in dict.fromkeys(run["side"] for run in own)]
    print("| goal | side | seeds | mean | lowest | highest | reached | median, s | may take, s |\n"
          "| --: | --- | --: | --: | --: | --: | --- | --: | --: |", *rows, sep="\n")
    print(f"\n{options.threads} threads, on {report.processor()}.")
    if options.json:
        options.json.write_text(json.dumps(runs, indent=1) + "\n")


if __name__ == "__main__":
    main()
