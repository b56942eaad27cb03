"""The Markdown table, and the line that says where it was measured."""
import os
import platform
import statistics
from pathlib import Path

from rows import Row

HEAD = (
    "| work | ours | peer | ratio | lowest to highest | goal | met |\n"
    "| --- | --: | --: | --: | --: | --: | --- |")


def median(figures: list[dict]) -> float:
    """The median of the compared values."""
    return statistics.median(figure["value"] for figure in figures)


def line(row: Row, ours: list[dict], theirs: list[dict]) -> str:
    """A row of the table: medians, their ratio, and the pairs' lowest and highest ratio."""
    our_median, their_median = median(ours), median(theirs)
    ratios = [row.ratio(a["value"], b["value"]) for a, b in zip(ours, theirs)]
    met = {True: "yes", False: "no", None: ""}[row.is_met(our_median, their_median)]
    cells = [
        f"{row.title} ({row.unit})", number(our_median),
        f"{peer_name(row, theirs)}: {number(their_median)}",
        f"{row.ratio(our_median, their_median):.2f}", f"{min(ratios):.2f} to {max(ratios):.2f}",
        row.goal_text(), met]
    return f"| {' | '.join(cells)} |"


def line_without_figures(row: Row, why: str) -> str:
    """A row that could not be measured."""
    return f"| {row.title} ({row.unit}) | | {row.peer}: {why} | | | {row.goal_text()} | |"


def number(value: float) -> str:
    """Three figures or all before the point, with thousands set apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def machine(threads: int, repetitions: int, kernels: str, versions: dict[str, str]) -> str:
    """The sentence below the table."""
    peers = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"Medians of {repetitions} alternated runs or more, {threads} "
        f"thread{'s' if threads > 1 else ''} each, on {processor()}, {processors()} usable "
        f"processors, {platform.system()}; our kernels: {kernels}; Python "
        f"{platform.python_version()}{', ' + peers if peers else ', no peers'}.")


def processor() -> str:
    """The processor's own name."""
    try:
        for entry in Path("/proc/cpuinfo").read_text().splitlines():
            if entry.startswith("model name"):
                return entry.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def peer_name(row: Row, theirs: list[dict]) -> str:
    """The peer, with the precision where it chose one itself."""
    precision = theirs[0].get("precision")
    if row.peer.startswith("OpenVINO") and precision:
        return f"{row.peer}: {precision}"
    return row.peer
