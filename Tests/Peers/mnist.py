"""MNIST's IDX files: the little that the comparison needs, without any package."""
import gzip
import struct
from pathlib import Path

IMAGE_BYTES = 28 * 28


def read(folder: Path, split: str) -> tuple[bytes, bytes]:
    """Reads the pixels, 784 bytes an image, and the labels, one byte each.

    `split` is "train" or "t10k". Files are plain or gzip, in either spelling of their names.
    """
    return (_content(folder, f"{split}-images", "idx3")[16:],
            _content(folder, f"{split}-labels", "idx1")[8:])


def write_subset(source: Path, target: Path, training: int, test: int) -> None:
    """Writes the first images and labels of both splits, so that both sides read the same few."""
    for split, count in (("train", training), ("t10k", test)):
        pixels, labels = read(source, split)
        count = min(count, len(labels))
        (target / f"{split}-images-idx3-ubyte").write_bytes(
            struct.pack(">4I", 0x0803, count, 28, 28) + pixels[:count * IMAGE_BYTES])
        (target / f"{split}-labels-idx1-ubyte").write_bytes(
            struct.pack(">2I", 0x0801, count) + labels[:count])


def _content(folder: Path, stem: str, kind: str) -> bytes:
    for name in (f"{stem}-{kind}-ubyte", f"{stem}.{kind}-ubyte"):
        for path in (folder / name, folder / f"{name}.gz"):
            if path.exists():
                content = path.read_bytes()
                return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    raise SystemExit(f"{folder}: no {stem}-{kind}-ubyte or .gz in it")
