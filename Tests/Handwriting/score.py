#!/usr/bin/env python3
"""Scores the recogniser on a folder of people's handwriting.

The folder holds PNGs and manifest.csv, with a row for each: its path, its kind ("single", "line",
"form", "page" or "nondigit") and its truth, the digits with a slash between rows. Singles are
reported by their first folder, and those below "more" by their second.
"""
import argparse
import csv
import json
import subprocess
from collections import defaultdict
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--program", default=".build/release/recognizer")
    parser.add_argument("--model", help="the model to use; default: the program's own")
    parser.add_argument("--list", action="store_true", help="name every picture that fails")
    arguments = parser.parse_args()
    with open(arguments.folder / "manifest.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    classified = run(arguments, "classify", rows)
    written = [row for row in rows if row["kind"] in ("line", "form", "page") and row["truth"]]
    read = run(arguments, "read", written)

    score = Score(arguments.list)
    for row in rows:
        answer = classified[row["path"]]
        said = answer["reason"] if answer["rejected"] else str(answer["digit"])
        if row["kind"] == "single":
            score.add(source(row["path"]), row["path"], said, row["truth"])
        elif row["kind"] == "nondigit":
            score.add("not a digit, refused", row["path"], said, None)
        else:
            score.add("several digits, named so", row["path"], said, "several-digits")
    edits = defaultdict(lambda: [0, 0])
    for row in written:
        truth = row["truth"].replace("/", "\n")
        text = read[row["path"]]["text"].replace(" ", "")
        kind = row["kind"] if row["kind"] == "page" else "line or form"
        score.add(f"{kind}, exactly", row["path"], text, truth)
        group = source(row["path"])
        edits[group][0] += distance(text, truth)
        edits[group][1] += len(truth.replace("\n", ""))
    score.print()
    for group, (errors, digits) in edits.items():
        print(f"digit errors in {group}: {errors} of {digits}")


def run(arguments, command: str, rows: list) -> dict:
    """What `command` answers for each row's picture, by path; an error is an answer too."""
    model = ["--model", arguments.model] if arguments.model else []
    names = "\n".join(str(arguments.folder / row["path"]) for row in rows)
    output = subprocess.run(
        [arguments.program, command, "--files-from", "-", "--json", *model],
        input=names, capture_output=True, text=True).stdout
    answers = [json.loads(line) for line in output.splitlines()]
    return {row["path"]: answer for row, answer in zip(rows, answers, strict=True)}


def source(path: str) -> str:
    parts = Path(path).parts
    return "/".join(parts[:2]) if parts[0] == "more" else parts[0]


def distance(text: str, truth: str) -> int:
    """The least number of characters to insert, omit or replace."""
    row = list(range(len(truth) + 1))
    for i, a in enumerate(text, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(truth, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


class Score:
    def __init__(self, names_failures: bool):
        self.names_failures = names_failures
        self.counts = defaultdict(lambda: [0, 0])

    def add(self, group: str, path: str, said: str, truth: str | None) -> None:
        """Counts one answer; without a truth every refusal is right."""
        is_right = said == truth if truth else not said.isdigit()
        self.counts[group][0] += is_right
        self.counts[group][1] += 1
        if self.names_failures and not is_right:
            print(f"{path}: {said!r}" + (f" for {truth!r}" if truth else ""))

    def print(self) -> None:
        for group, (right, count) in sorted(self.counts.items()):
            print(f"{group:28} {right:4} of {count:4}  {100 * right / count:6.2f} %")


if __name__ == "__main__":
    main()
