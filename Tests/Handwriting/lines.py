#!/usr/bin/env python3
"""Makes lines of 4 to 10 digits from MNIST's test set and measures how `read` does on them.

The digits of a line are by different hands, at twice MNIST's size. Neighbours stand apart; with
--kind touching a third of them touch, with --kind overlapping a third overlap by three pixels.
Needs numpy.
"""
import argparse
import json
import random
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1] / "Peers"))
import mnist  # noqa: E402

KINDS = ["apart", "touching", "overlapping"]
STROKE = 64
MARGIN = 24


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", type=Path, help="keep the pictures here")
    parser.add_argument("--program", default=".build/release/recognizer")
    parser.add_argument("--model", help="the model to use; default: the program's own")
    parser.add_argument("--list", action="store_true", help="name every line that fails")
    arguments = parser.parse_args()
    pixels, labels = mnist.read(arguments.data, "t10k")
    digits = np.frombuffer(pixels, np.uint8).reshape(-1, 28, 28)
    for kind in arguments.kind or KINDS:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (arguments.into or Path(temporary)) / kind
            write_lines(folder, kind, digits, labels, arguments)
            report(kind, evaluate(folder, arguments), arguments.list)


def write_lines(folder: Path, kind: str, digits, labels, arguments) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(arguments.seed)
    with open(folder / "truth.tsv", "w") as truth:
        for number in range(arguments.count):
            chosen = [draw.randrange(len(labels)) for _ in range(draw.randint(4, 10))]
            name = f"{number:04}.png"
            write_png(folder / name, line([doubled(digits[i]) for i in chosen], kind, draw))
            truth.write(f"{name}\t{''.join(str(labels[i]) for i in chosen)}\n")


def line(digits: list, kind: str, draw: random.Random) -> np.ndarray:
    """Dark digits on white paper, left to right."""
    height = max(digit.shape[0] for digit in digits) + 2 * MARGIN + 8
    paper = np.zeros((height, sum(d.shape[1] + 24 for d in digits) + 2 * MARGIN), np.uint8)
    left, last, last_edges = MARGIN, None, None
    for digit in digits:
        top = height // 2 - digit.shape[0] // 2 + draw.randint(-3, 3)
        starts, ends = edges(digit, top, height)
        if last is not None:
            touches = kind != "apart" and draw.random() < 1 / 3
            contact = int(max((last_edges - starts).max(), 0)) if touches else 0
            if touches:
                left = last + contact - (3 if kind == "overlapping" else 0)
            else:
                left = last + last_width + draw.randint(4, 20)
        area = paper[top:top + digit.shape[0], left:left + digit.shape[1]]
        np.maximum(area, digit, out=area)
        last, last_width, last_edges = left, digit.shape[1], ends
    return 255 - paper[:, :left + last_width + MARGIN]


def edges(digit: np.ndarray, top: int, height: int):
    """For each row of the paper: where the strokes of a digit begin, and one past where they end.

    A row counts as empty when its neighbours are, so that strokes that meet share an edge.
    """
    starts = np.full(height, 1_000)
    ends = np.full(height, -1_000)
    for y, row in enumerate(digit >= STROKE, top):
        columns = np.flatnonzero(row)
        if len(columns):
            starts[y], ends[y] = columns[0], columns[-1] + 1
    return starts, ends


def doubled(digit: np.ndarray) -> np.ndarray:
    """A digit at twice its size, by bilinear interpolation, without empty rows and columns."""
    padded = np.pad(digit.astype(float), 1)
    for _ in range(2):
        near = 0.75 * padded + 0.25 * np.roll(padded, 1, 0)
        far = 0.75 * padded + 0.25 * np.roll(padded, -1, 0)
        padded = np.stack([near, far], 1).reshape(-1, padded.shape[1]).T
    large = np.rint(padded).astype(np.uint8)
    rows, columns = (np.flatnonzero((large > 8).any(axis)) for axis in (1, 0))
    return large[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]


def write_png(path: Path, picture: np.ndarray) -> None:
    height, width = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (struct.pack(">I", len(content)) + kind + content
                + struct.pack(">I", zlib.crc32(kind + content)))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def evaluate(folder: Path, arguments) -> dict:
    model = ["--model", arguments.model] if arguments.model else []
    output = subprocess.run(
        [arguments.program, "evaluate", "--data", str(folder), "--json", *model],
        check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def report(kind: str, result: dict, names_mistakes: bool) -> None:
    low, high = 100 * result["exact_low"], 100 * result["exact_high"]
    print(f"{kind:12} {100 * result['exact']:5.1f} % of {result['count']} lines exactly right "
          f"({low:.1f} to {high:.1f}); {100 * result['digit_error_rate']:.2f} % digit errors")
    for mistake in result["mistakes"] if names_mistakes else []:
        print(mistake["file"], mistake["truth"], mistake["text"])


if __name__ == "__main__":
    main()
