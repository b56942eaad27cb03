"""The table's rows: what is compared with what, and the goal of each."""
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import measurements as measure
from measurements import Setup

TORCH = ("torch", "numpy")
ONNX_RUNTIME = ("torch", "onnx", "onnxruntime", "numpy")
OPENVINO = ("torch", "onnx", "openvino", "numpy")
PEER_IMAGES_FOR_MEMORY = 1280
"""PyTorch's memory has reached its peak after a few steps; an epoch would take half a minute."""


@dataclass(frozen=True)
class Row:
    """One comparison. A pair is a figure of ours and, right after it, one of the peer's."""

    key: str
    title: str
    unit: str
    peer: str
    ours: Callable[[Setup], dict]
    theirs: Callable[[Setup, dict], dict]
    """Measures the peer; is handed our figures of the same pair."""
    goal: float | None = None
    """The least ratio."""
    most: float | None = None
    """The most that ours may be, where the goal is not a ratio."""
    smaller_is_better: bool = False
    needs: tuple[str, ...] = ()
    least_pairs: int = 0

    def ratio(self, ours: float, theirs: float) -> float:
        """How many times better ours is."""
        return theirs / ours if self.smaller_is_better else ours / theirs

    def goal_text(self) -> str:
        """The goal as the table shows it."""
        if self.most is not None:
            return f"ours ≤ {self.most:g} {self.unit}"
        return "" if self.goal is None else f"≥ {self.goal:g}"

    def is_met(self, ours: float, theirs: float) -> bool | None:
        """Whether the medians reach the goal; nothing where there is none."""
        if self.most is not None:
            return ours <= self.most
        return None if self.goal is None else self.ratio(ours, theirs) >= self.goal


def training(key: str, network: str, goal: float, bf16: bool = False) -> Row:
    """Training on real MNIST; mnist-example on the first images of it."""
    def data(setup: Setup):
        return setup.data if network == "lenet5" else setup.small_data

    return Row(
        key, f"train `{network}`, batch 64", "images/s",
        "PyTorch, bf16 autocast" if bf16 else "PyTorch",
        lambda setup: measure.our_training(setup, network, data(setup)),
        lambda setup, _: measure.pytorch_training(setup, network, data(setup), bf16=bf16),
        goal, needs=TORCH)


def inference(
    key: str, network: str, goal: float | None, name: str, title: str,
    needs: tuple[str, ...], precision: str | None = None
) -> Row:
    """Images a second, 64 images a call, on data in memory."""
    return Row(
        key, f"infer `{network}`, batch 64", "images/s", title,
        lambda setup: measure.our_benchmark(setup, network, "infer_images_per_second"),
        lambda setup, _: measure.engine(setup, name, network, precision=precision),
        goal, needs=needs)


def share_of_peak(network: str, goal: float, peak: float | None = None) -> Row:
    """Training's arithmetic over what the processor could do, measured or given."""
    return Row(
        f"peak-{network}" + ("-given" if peak else ""),
        f"train `{network}`, the direct algorithm's operations", "GFLOP/s",
        "fp32 peak, " + ("given" if peak else "measured"),
        partial(measure.our_benchmark, network=network, key="train_gflops"),
        lambda _, ours: {"value": peak or ours["peak_gflops"]}, goal)


def all_rows(given_peak: float | None) -> list[Row]:
    """All rows in the table's order."""
    rows = [
        training("train-lenet5", "lenet5", 3.5),
        training("train-mnist-example", "mnist-example", 2.5),
        training("train-mnist-example-bf16", "mnist-example", 1.5, bf16=True),
        inference(
            "infer-lenet5", "lenet5", 1.5, "onnxruntime", "ONNX Runtime", ONNX_RUNTIME),
        inference(
            "infer-mnist-example", "mnist-example", 2.0, "onnxruntime", "ONNX Runtime",
            ONNX_RUNTIME),
        Row(
            "latency-lenet5", "infer `lenet5`, one image at a time", "µs", "ONNX Runtime",
            lambda setup: measure.our_benchmark(
                setup, "lenet5", "microseconds_per_image", batch=1, threads=1),
            lambda setup, _: measure.fastest_engine_latency(setup, "onnxruntime", "lenet5"),
            1.0, smaller_is_better=True, needs=ONNX_RUNTIME),
        inference(
            "infer-mnist-example-openvino", "mnist-example", 1.0, "openvino",
            "OpenVINO, its own choice", OPENVINO),
        inference(
            "infer-mnist-example-openvino-f32", "mnist-example", None, "openvino",
            "OpenVINO, told", OPENVINO, precision="f32"),
        Row(
            "classify", "classify one PNG, the whole process", "ms",
            "Python with ONNX Runtime",
            measure.our_classification,
            lambda setup, _: measure.python_classification(setup),
            20, smaller_is_better=True, needs=(*ONNX_RUNTIME, "pillow"), least_pairs=11),
        Row(
            "memory-mnist-example", "train `mnist-example`, peak memory", "MB", "PyTorch",
            lambda setup: measure.peak_memory(
                measure.our_training(setup, "mnist-example", setup.data, epochs=1)),
            lambda setup, _: measure.peak_memory(measure.pytorch_training(
                setup, "mnist-example", setup.data, epochs=1, limit=PEER_IMAGES_FOR_MEMORY)),
            most=300, smaller_is_better=True, needs=TORCH),
        Row(
            "threads-mnist-example", "train `mnist-example`, all threads", "images/s",
            "ours, one thread",
            lambda setup: measure.our_benchmark(
                setup, "mnist-example", "train_images_per_second"),
            lambda setup, _: measure.our_benchmark(
                setup, "mnist-example", "train_images_per_second", threads=1),
            1.9),
    ]
    for peak in [None] + ([given_peak] if given_peak else []):
        rows += [share_of_peak("lenet5", 0.55, peak), share_of_peak("mnist-example", 1.3, peak)]
    return rows
