"""Runs one program at a time and says how long it took and how much memory it held."""
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


class ChildFailed(Exception):
    """A program ended with an error; the text says which and what it wrote last."""


@dataclass(frozen=True)
class Finished:
    """What a program printed and what it took."""

    output: str
    seconds: float
    peak_megabytes: float

    def json(self, key: str) -> dict:
        """The last JSON object among the printed lines that has `key`."""
        for line in reversed(self.output.splitlines()):
            if line.startswith("{") and key in (figures := json.loads(line)):
                return figures
        raise ChildFailed(f"no line with '{key}' in: {self.output[-500:]}")


def run(command: list) -> Finished:
    """Runs a program to its end: wall clock from its start, peak memory from the kernel.

    Linux hands the peak of the starting process on to its children, so whoever calls this must
    stay small: no peer is ever imported here.
    """
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors)
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.stdout.close()
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        complaint = errors.read().decode(errors="replace").strip()
    if child.returncode != 0:
        raise ChildFailed(f"{' '.join(words)}: exit code {child.returncode}: {complaint[-500:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Finished(
        output.decode(errors="replace"), seconds, round(usage.ru_maxrss * unit / 1e6, 1))


def run_python(script: str, *words) -> Finished:
    """Runs a script of this folder with the interpreter that runs now."""
    return run([sys.executable, Path(__file__).resolve().parent / script, *words])
