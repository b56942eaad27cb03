"""One measurement each: starts a process of ours or of a peer and returns its figures.

Every figure is a dictionary with "value", the number that the table compares.
"""
from dataclasses import dataclass
from pathlib import Path

from processes import run, run_python
from project import SAMPLE_PNG

BATCH = 64
LEARNING_RATE = 0.01


@dataclass(frozen=True)
class Setup:
    """What all measurements of a run share."""

    recognizer: Path
    threads: int
    seconds: float
    """How long a measurement without data repeats its work."""
    data: Path
    small_data: Path
    """The first images of `data`, for the network that takes long."""
    models: Path
    """The folder of the exported ONNX models; our trained ones are written there too."""


# Ours


def our_training(setup: Setup, network: str, data: Path, epochs: int = 2) -> dict:
    """A real run of `train` with the peers' optimiser; its last epoch's images a second."""
    output = setup.models / "ours.safetensors"
    finished = run([
        setup.recognizer, "train", "--data", data, "--architecture", network,
        "--epochs", epochs, "--batch", BATCH, "--validation", 0, "--augment", "none",
        "--optimizer", "sgd", "--momentum", 0.9, "--weight-decay", 0,
        "--learning-rate", LEARNING_RATE, "--schedule", "constant",
        "--threads", setup.threads, "--output", output, "--json", "--quiet"])
    return {
        "value": finished.json("images_per_second")["images_per_second"],
        "test_accuracy": finished.json("model").get("test_accuracy"),
        "peak_megabytes": finished.peak_megabytes, "process_seconds": finished.seconds}


def our_benchmark(
    setup: Setup, network: str, key: str, batch: int = BATCH, threads: int | None = None
) -> dict:
    """A figure of `benchmark`, which makes its data in memory."""
    figures = run([
        setup.recognizer, "benchmark", "--architecture", network, "--batch", batch,
        "--threads", threads or setup.threads, "--seconds", setup.seconds, "--json",
    ]).json(key)
    return figures | {"value": figures[key]}


def our_classification(setup: Setup) -> dict:
    """`classify` of one PNG with the model that ships, in milliseconds from start to end."""
    finished = run([setup.recognizer, "classify", SAMPLE_PNG])
    return {"value": finished.seconds * 1e3, "peak_megabytes": finished.peak_megabytes}


# Peers


def pytorch_training(
    setup: Setup, network: str, data: Path, *, epochs: int = 2, limit: int | None = None,
    bf16: bool = False
) -> dict:
    """PyTorch's training loop, and its last epoch's images a second."""
    words = [
        "--network", network, "--data", data, "--epochs", epochs, "--batch", BATCH,
        "--learning-rate", LEARNING_RATE, "--threads", setup.threads]
    if limit:
        words += ["--limit", limit]
    if bf16:
        words += ["--bf16"]
    finished = run_python("peer_train.py", *words)
    figures = finished.json("images_per_second")
    return {
        "value": figures["images_per_second"], "test_accuracy": figures["test_accuracy"],
        "peak_megabytes": finished.peak_megabytes, "process_seconds": finished.seconds}


def engine(
    setup: Setup, name: str, network: str, key: str = "infer_images_per_second",
    batch: int = BATCH, threads: int | None = None, precision: str | None = None
) -> dict:
    """A figure of ONNX Runtime or OpenVINO."""
    words = [
        "--engine", name, "--model", onnx_model(setup, network), "--batch", batch,
        "--threads", threads or setup.threads, "--seconds", setup.seconds]
    if precision:
        words += ["--precision", precision]
    figures = run_python("peer_infer.py", *words).json(key)
    return figures | {"value": figures[key]}


def fastest_engine_latency(setup: Setup, name: str, network: str) -> dict:
    """Microseconds an image, one image a call: the better of one thread and all threads."""
    counts = sorted({1, setup.threads})
    figures = [
        engine(setup, name, network, "microseconds_per_image", batch=1, threads=count)
        for count in counts]
    return min(figures, key=lambda figure: figure["value"])


def python_classification(setup: Setup) -> dict:
    """Python with ONNX Runtime on one PNG, in milliseconds from start to end."""
    finished = run_python("peer_classify.py", onnx_model(setup, "lenet5"), SAMPLE_PNG)
    return {"value": finished.seconds * 1e3, "peak_megabytes": finished.peak_megabytes}


def onnx_model(setup: Setup, network: str) -> Path:
    """The network as ONNX, exported when it is first asked for."""
    path = setup.models / f"{network}.onnx"
    if not path.exists():
        run_python("peer_export.py", "--network", network, "--output", path)
    return path


def peak_memory(figures: dict) -> dict:
    """The same run, compared by its memory."""
    return figures | {"value": figures["peak_megabytes"]}
