"""Measures this project and its peers in turn and prints one table of medians and ratios.

Needs only Python's standard library itself; a peer that is not installed is skipped.
"""
import argparse
import json
import os
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import mnist
import project
import report
from measurements import Setup, our_benchmark
from processes import ChildFailed
from rows import Row, all_rows

PEERS = ("torch", "onnx", "onnxruntime", "openvino", "numpy", "pillow")


def parse_options() -> tuple[argparse.Namespace, list[Row]]:
    """The command line and the rows that it selects."""
    parser = project.parser(__doc__)
    parser.add_argument(
        "--repetitions", type=project.positive, metavar="N",
        help="alternated pairs a row (default: 5; classify: at least 11)")
    parser.add_argument(
        "--samples", type=project.positive, metavar="N",
        help="training images of MNIST that mnist-example's runs take (default: 6400)")
    parser.add_argument(
        "--seconds", type=float, metavar="S",
        help="how long a measurement without a data set takes (default: 2)")
    parser.add_argument(
        "--peak-gflops", type=float, metavar="G",
        help="the processor's fp32 peak, for shares of it beside those of the measured peak")
    parser.add_argument("--rows", metavar="KEY,...", help="only these rows")
    parser.add_argument("--list", action="store_true", help="print the rows' keys and end")
    parser.add_argument(
        "--quick", action="store_true", help="few, short runs: shows that it works, no more")
    parser.add_argument(
        "--strict", action="store_true", help="exit code 2 when a goal is missed")
    options = parser.parse_args()

    rows = all_rows(options.peak_gflops)
    if options.list:
        print("\n".join(row.key for row in rows))
        sys.exit()
    if options.rows:
        keys = options.rows.split(",")
        if unknown := set(keys) - {row.key for row in rows}:
            parser.error(f"no rows {', '.join(sorted(unknown))}; --list prints all")
        rows = [row for row in rows if row.key in keys]
    project.check_options(parser, options)
    options.repetitions = options.repetitions or (2 if options.quick else 5)
    options.samples = options.samples or (640 if options.quick else 6400)
    options.seconds = options.seconds or (0.3 if options.quick else 2)
    return options, rows


def installed_peers() -> dict[str, str]:
    """Versions of the peers' packages, read without importing any."""
    found = {}
    for name in PEERS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def note(text: str) -> None:
    """Progress, kept apart from the table."""
    print(text, file=sys.stderr, flush=True)


def measure_pairs(row: Row, setup: Setup, pairs: int) -> tuple[list[dict], list[dict]]:
    """Ours, the peer, ours, the peer, and so on."""
    if row.least_pairs:
        row.theirs(setup, row.ours(setup))  # Files that are not in memory yet are read here.
    ours, theirs = [], []
    for pair in range(1, pairs + 1):
        ours.append(row.ours(setup))
        theirs.append(row.theirs(setup, ours[-1]))
        note(f"{row.key}, pair {pair} of {pairs}: ours {report.number(ours[-1]['value'])}, "
             f"{report.peer_name(row, theirs)} {report.number(theirs[-1]['value'])} {row.unit}")
    return ours, theirs


def measure_rows(options, rows: list[Row], setup: Setup, peers: dict[str, str]) -> list[dict]:
    """The rows' lines and raw figures."""
    results = []
    for row in rows:
        result = {"key": row.key, "ours": [], "theirs": [], "met": None, "failed": False}
        results.append(result)
        pairs = options.repetitions
        if not options.quick:
            pairs = max(pairs, row.least_pairs)
        if missing := [name for name in row.needs if name not in peers]:
            result["line"] = report.line_without_figures(
                row, f"skipped, {', '.join(missing)} not installed")
            note(f"{row.key}: skipped, {', '.join(missing)} not installed")
            continue
        try:
            ours, theirs = measure_pairs(row, setup, pairs)
        except ChildFailed as failure:
            result |= {"line": report.line_without_figures(row, "failed"), "failed": True}
            note(f"{row.key}: failed: {failure}")
            continue
        result |= {
            "ours": ours, "theirs": theirs, "line": report.line(row, ours, theirs),
            "met": row.is_met(report.median(ours), report.median(theirs))}
    return results


def main() -> int:
    """Measures and prints; 0 unless a run failed or, with `--strict`, a goal is missed."""
    options, rows = parse_options()
    peers = installed_peers()
    busy = os.getloadavg()[0]
    if busy > 0.5:
        note(f"load average {busy:.1f}: something else is running, and the figures will show it")
    with tempfile.TemporaryDirectory() as folder:
        small_data = Path(folder, "first")
        small_data.mkdir()
        mnist.write_subset(options.data, small_data, options.samples, test=1000)
        setup = Setup(
            recognizer=options.recognizer, threads=options.threads,
            seconds=options.seconds, data=small_data if options.quick else options.data,
            small_data=small_data, models=Path(folder))
        kernels = our_benchmark(setup, "lenet5", "kernels")["kernels"]
        results = measure_rows(options, rows, setup, peers)
    machine = report.machine(options.threads, options.repetitions, kernels, peers)
    print(report.HEAD, *(result["line"] for result in results), "", machine, sep="\n")
    if options.quick:
        print("\nMeasured with --quick: not to be quoted.")
    if options.json:
        options.json.write_text(json.dumps({"machine": machine, "rows": results}, indent=1) + "\n")
    if any(result["failed"] for result in results):
        return 1
    return 2 if options.strict and any(result["met"] is False for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
