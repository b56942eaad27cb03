"""Trains a network with PyTorch as its tutorials do; prints a JSON object an epoch."""
import argparse
import json
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional

import mnist
from networks import NETWORKS

MEAN, DEVIATION = 0.1307, 0.3081


def load(folder: Path, split: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Standardised images [N, 1, 28, 28] and labels [N], with no second copy of the images."""
    pixels, labels = mnist.read(folder, split)
    bytes_ = torch.from_numpy(numpy.frombuffer(bytearray(pixels), numpy.uint8))
    images = bytes_.to(torch.float32).div_(255).sub_(MEAN).div_(DEVIATION)
    targets = torch.from_numpy(numpy.frombuffer(bytearray(labels), numpy.uint8)).long()
    return images.view(-1, 1, 28, 28), targets


def train_epoch(model, optimizer, images, targets, order, options) -> None:
    """One pass over the images in the given order."""
    for indices in order.split(options.batch):
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bf16):
            loss = functional.cross_entropy(model(images[indices]), targets[indices])
        loss.backward()
        optimizer.step()


@torch.no_grad()
def accuracy(model, images, targets, batch: int) -> float:
    """The share of images whose class the model finds."""
    pairs = zip(images.split(batch), targets.split(batch))
    right = sum((model(x).argmax(1) == y).sum().item() for x, y in pairs)
    return right / len(targets)


def main() -> None:
    """Trains and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=NETWORKS, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--learning-rate", type=float, default=0.01)
    parser.add_argument("--limit", type=int, help="train on this many of the loaded images")
    parser.add_argument("--bf16", action="store_true", help="automatic mixed precision")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    images, targets = load(options.data, "train")
    test_images, test_targets = load(options.data, "t10k")
    model = NETWORKS[options.network]()
    optimizer = torch.optim.SGD(model.parameters(), lr=options.learning_rate, momentum=0.9)
    for epoch in range(1, options.epochs + 1):
        order = torch.randperm(len(images))[:options.limit]
        start = time.perf_counter()
        train_epoch(model, optimizer, images, targets, order, options)
        seconds = time.perf_counter() - start
        print(json.dumps({
            "epoch": epoch, "images_per_second": round(len(order) / seconds),
            "test_accuracy": round(
                accuracy(model, test_images, test_targets, options.batch), 4),
        }), flush=True)


if __name__ == "__main__":
    main()
