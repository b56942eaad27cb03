"""Repeats a training run of ours with PyTorch, from what `recognizer inspect --json` prints of its model.

Prints a JSON object with the accuracy on the test set and the seconds since the process began.
"""
import argparse
import json
import math
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from peer_train import accuracy, load


def network(architecture: dict) -> nn.Module:
    """The described network; layer for layer what ours computes."""
    channels, height, width = (architecture["input"][key] for key in ("channels", "height", "width"))
    shape = torch.zeros(1, channels, height, width)
    layers = []
    for layer in architecture["layers"]:
        layers.append(module(layer, shape.shape))
        layers[-1].eval()
        shape = layers[-1](shape)
    return nn.Sequential(*layers).train()


def module(layer: dict, shape: torch.Size) -> nn.Module:
    """One layer for inputs of a shape."""
    kind = layer["type"]
    if kind == "convolution":
        return nn.Conv2d(
            shape[1], layer["outputs"], layer["kernel"], stride=layer["stride"],
            padding=layer["padding"], bias=layer["bias"])
    if kind == "batch-normalization":
        normalization = nn.BatchNorm2d if len(shape) == 4 else nn.BatchNorm1d
        return normalization(shape[1], eps=layer["epsilon"], momentum=layer["momentum"])
    if kind == "max-pooling":
        return nn.MaxPool2d(layer["size"], layer["stride"])
    if kind == "dense":
        return nn.Linear(shape[1], layer["outputs"], bias=layer["bias"])
    if kind == "dropout":
        return nn.Dropout(layer["probability"])
    simple = {"relu": nn.ReLU, "flatten": nn.Flatten}
    if kind not in simple:
        raise SystemExit(f"no PyTorch layer for {kind}")
    return simple[kind]()


def one_cycle(step: int, steps: int, warm_up: float) -> float:
    """The fraction of the peak rate: up and down a cosine."""
    def between(start: float, end: float, progress: float) -> float:
        return end + (start - end) * (1 + math.cos(math.pi * progress)) / 2

    progress = step / max(steps - 1, 1)
    if progress < warm_up:
        return between(0.04, 1, progress / warm_up)
    return between(1, 4e-6, (progress - warm_up) / (1 - warm_up))


def varied(images: torch.Tensor) -> torch.Tensor:
    """The `standard` augmentation: one affine map for each image, one in ten as it is."""
    count = len(images)

    def uniform(low: float, high: float) -> torch.Tensor:
        return torch.rand(count) * (high - low) + low

    angle = uniform(-12, 12) * math.pi / 180
    cosine, sine = angle.cos(), angle.sin()
    shear, scale_x, scale_y = uniform(-0.2, 0.2), uniform(0.85, 1.1), uniform(0.85, 1.1)
    map_ = torch.zeros(count, 2, 3)
    map_[:, 0, 0], map_[:, 0, 1] = (cosine + shear * sine) / scale_x, (sine - shear * cosine) / scale_x
    map_[:, 1, 0], map_[:, 1, 1] = -sine / scale_y, cosine / scale_y
    map_[:, 0, 2], map_[:, 1, 2] = uniform(-2, 2) / 14, uniform(-2, 2) / 14
    map_[torch.rand(count) < 0.1] = torch.tensor([[1.0, 0, 0], [0, 1, 0]])
    grid = functional.affine_grid(map_, images.shape, align_corners=False)
    background = images.min()
    return functional.grid_sample(images - background, grid, align_corners=False) + background


class Average:
    """The moving average of weights and running statistics that is measured at the end."""

    def __init__(self, model: nn.Module, decay: float):
        self.decay, self.steps = decay, 0
        self.values = [value.detach().clone() for value in self._all(model)]

    def update(self, model: nn.Module) -> None:
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(self.values, self._all(model), 1 - decay)

    def copy_to(self, model: nn.Module) -> None:
        with torch.no_grad():
            torch._foreach_copy_(self._all(model), self.values)

    @staticmethod
    def _all(model: nn.Module) -> list[torch.Tensor]:
        return [value.detach() for value in model.state_dict().values() if value.is_floating_point()]


def made_optimizer(model: nn.Module, configuration: dict) -> torch.optim.Optimizer:
    """The recorded optimizer; biases and normalisation do not decay."""
    (kind, settings), = configuration["optimizer"].items()
    parameters = list(model.parameters())
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": settings["weightDecay"]},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0},
    ]
    rate = configuration["learningRate"]
    if kind == "adamW":
        return torch.optim.AdamW(groups, lr=rate, foreach=True)
    return torch.optim.SGD(
        groups, lr=rate, momentum=settings["momentum"], nesterov=settings["nesterov"], foreach=True)


def train(model: nn.Module, run: dict, images, targets) -> None:
    """The recorded run, every setting of it."""
    configuration = run["configuration"]
    batch, epochs = configuration["batchSize"], configuration["epochs"]
    optimizer = made_optimizer(model, configuration)
    smoothing = configuration["loss"]["crossEntropy"]["labelSmoothing"]
    warm_up = configuration["schedule"]["oneCycle"]["warmUp"]
    decay = configuration.get("averageDecay")
    average = Average(model, decay) if decay else None
    steps = math.ceil(len(images) / batch) * epochs
    step = 0
    for _ in range(epochs):
        for indices in torch.randperm(len(images)).split(batch):
            for group in optimizer.param_groups:
                group["lr"] = configuration["learningRate"] * one_cycle(step, steps, warm_up)
            inputs = images[indices]
            if run["augmentation"] == "standard":
                inputs = varied(inputs)
            optimizer.zero_grad()
            loss = functional.cross_entropy(
                model(inputs), targets[indices], label_smoothing=smoothing)
            loss.backward()
            optimizer.step()
            if average:
                average.update(model)
            step += 1
    if average:
        average.copy_to(model)


def main() -> None:
    """Trains and prints."""
    begin = time.perf_counter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inspection", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--channels-last", action="store_true")
    options = parser.parse_args()

    description = json.loads(options.inspection.read_text())
    run = description["provenance"]["run"]
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    images, targets = load(options.data, "train")
    model = network(description["architecture"])
    if options.channels_last:
        images, model = (x.to(memory_format=torch.channels_last) for x in (images, model))
    train(model, run, images, targets)
    model.eval()
    test_images, test_targets = load(options.data, "t10k")
    print(json.dumps({
        "test_accuracy": accuracy(model, test_images, test_targets, 512),
        "seconds_after_imports": time.perf_counter() - begin}))


if __name__ == "__main__":
    main()
