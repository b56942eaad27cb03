"""Makes the golden files beside this script with PyTorch: python make_golden.py

A file holds an architecture as the project writes it, the number of samples, and what PyTorch
computes for them in double precision: logits, losses, gradients, training runs. Inputs, labels and
weights are in no file. They come from a formula (Tests/TestSupport/HashedValues.swift and
HashedNetwork.swift give the same bits):

- number i of the stream NAME is output i of SplitMix64 seeded with the 64-bit FNV-1a hash of NAME;
- its float is u = (number >> 40) * 2^-23 - 1, uniform in [-1, 1) with 24 bits;
- inputs: u of the stream "input", sample-major; labels: number mod 10 of the stream "labels";
- a tensor LAYER.weight of fan-in n: sqrt(6 / n) * u, rounded to single precision after each
  operation; a bias: 0.125 * u; batch normalisation's weight: 1 + 0.25 * u.

A tensor of more than 512 entries is kept as its norm and 512 of its entries.
"""
import json
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

KEPT_ENTRIES = 512
MASK = (1 << 64) - 1

# The formula


def numbers(name, count):
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 & MASK
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def floats(name, shape, center=0.0, scale=1.0):
    high = (numbers(name, int(np.prod(shape))) >> np.uint64(40)).astype(np.float32)
    unit = high * np.float32(2.0**-23) - np.float32(1)
    values = np.float32(center) + np.float32(scale) * unit
    assert values.dtype == np.float32
    return torch.tensor(values.reshape(shape)).double()


# Networks


def layer(module):
    """The project's description of a module."""
    match module:
        case nn.Conv2d():
            return {"type": "convolution", "outputs": module.out_channels,
                    "kernel": module.kernel_size[0], "stride": module.stride[0],
                    "padding": module.padding[0], "bias": module.bias is not None}
        case nn.MaxPool2d():
            return {"type": "max-pooling", "size": module.kernel_size, "stride": module.stride}
        case nn.AvgPool2d():
            return {"type": "average-pooling", "size": module.kernel_size, "stride": module.stride}
        case nn.Linear():
            return {"type": "dense", "outputs": module.out_features, "bias": module.bias is not None}
        case nn.BatchNorm1d() | nn.BatchNorm2d():
            return {"type": "batch-normalization", "momentum": module.momentum, "epsilon": module.eps}
        case nn.LeakyReLU():
            return {"type": "leaky-relu", "slope": module.negative_slope}
        case nn.ReLU():
            return {"type": "relu"}
        case nn.Tanh():
            return {"type": "tanh"}
        case nn.Sigmoid():
            return {"type": "sigmoid"}
        case nn.Flatten():
            return {"type": "flatten"}


def lenet5():
    return (1, 28, 28), nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def mnist_example():
    return (1, 28, 28), nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10))


def every_layer():
    """Every layer with a derivative, at odd sizes; powers of two where single precision rounds."""
    return (2, 15, 13), nn.Sequential(
        nn.Conv2d(2, 5, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(5, 2**-10, 0.125),
        nn.LeakyReLU(0.125), nn.AvgPool2d(2, 1), nn.Conv2d(5, 7, 3, padding=2), nn.Tanh(),
        nn.MaxPool2d(3, 2), nn.Flatten(), nn.Linear(84, 11, bias=False),
        nn.BatchNorm1d(11, 2**-10, 0.125), nn.Sigmoid(), nn.Linear(11, 10))


def fill(network):
    """Gives every parameter its value by the formula."""
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if parameter.dim() > 1:
                fan_in = parameter[0].numel()
                parameter.copy_(floats(name, parameter.shape, scale=np.sqrt(6 / fan_in)))
            elif name.endswith("weight"):
                parameter.copy_(floats(name, parameter.shape, 1, 0.25))
            else:
                parameter.copy_(floats(name, parameter.shape, scale=0.125))


# What is kept


def rounded(values):
    return [float(f"{value:.10g}") for value in values.detach().flatten().tolist()]


def tensor(name, values):
    values = values.detach().flatten()
    kept = {"count": values.numel(), "norm": float(f"{values.norm().item():.10g}")}
    if values.numel() > KEPT_ENTRIES:
        drawn = numbers(f"entries of {name}", KEPT_ENTRIES) % np.uint64(values.numel())
        kept["indices"] = np.unique(drawn).astype(np.int64).tolist()
        values = values[kept["indices"]]
    return kept | {"values": rounded(values)}


LOSSES = {
    "cross-entropy": F.cross_entropy,
    "cross-entropy, label smoothing 0.1":
        lambda logits, labels: F.cross_entropy(logits, labels, label_smoothing=0.1),
    "mean squared error of softmax":
        lambda logits, labels: F.mse_loss(logits.softmax(1), F.one_hot(labels, 10).double()),
    "huber, delta 0.5":
        lambda logits, labels: F.huber_loss(logits, F.one_hot(labels, 10).double(), delta=0.5),
}


def decaying(network, decay):
    """Parameter groups that decay convolution's and dense layers' weights, and nothing else."""
    parameters = list(network.parameters())
    return [{"params": [p for p in parameters if p.dim() > 1], "weight_decay": decay},
            {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0}]


OPTIMIZERS = {
    "sgd": lambda n: torch.optim.SGD(n.parameters(), lr=0.01, momentum=0.9, weight_decay=0.1),
    "sgd, only weights decay": lambda n: torch.optim.SGD(decaying(n, 0.1), lr=0.01, momentum=0.9),
    "sgd, nesterov": lambda n: torch.optim.SGD(n.parameters(), lr=0.01, momentum=0.9, nesterov=True),
    "adamw": lambda n: torch.optim.AdamW(n.parameters(), lr=0.001, weight_decay=0.1),
    "adamw, only weights decay": lambda n: torch.optim.AdamW(decaying(n, 0.1), lr=0.001),
}


def loss_and_logit_gradient(loss, logits, labels):
    logits = logits.detach().requires_grad_()
    value = loss(logits, labels)
    value.backward()
    return {"value": value.item(), "logitGradient": rounded(logits.grad)}


def training(make, optimizer, inputs, labels):
    """The loss of the same batch before each of ten steps and after the last."""
    _, network = make()
    network.double()
    fill(network)
    optimizer = optimizer(network)
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = F.cross_entropy(network(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses + [F.cross_entropy(network(inputs), labels).item()]


def golden(name, make, count, trains):
    (channels, height, width), network = make()
    network.double()
    fill(network)
    inputs = floats("input", (count, channels, height, width)).requires_grad_()
    labels = torch.tensor((numbers("labels", count) % np.uint64(10)).astype(np.int64))
    logits = network(inputs)
    F.cross_entropy(logits, labels).backward()
    gradients = {n: tensor(n, p.grad) for n, p in network.named_parameters()}
    statistics = {n: rounded(b) for n, b in network.named_buffers() if "running" in n}
    result = {
        "architecture": {
            "name": name, "input": {"channels": channels, "height": height, "width": width},
            "layers": [layer(module) for module in network]},
        "count": count,
        "logits": rounded(logits),
        "losses": {n: loss_and_logit_gradient(loss, logits, labels) for n, loss in LOSSES.items()},
        "gradients": gradients | {"input": tensor("input", inputs.grad)},
        "runningStatistics": statistics,
        "inferenceLogits": rounded(network.eval()(inputs)),
        "training": {n: training(make, o, inputs.detach(), labels)
                     for n, o in OPTIMIZERS.items()} if trains else {},
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.json")
    with open(path, "w") as file:
        json.dump(result, file, separators=(",", ":"))
        file.write("\n")
    print(path, os.path.getsize(path), {n: l["value"] for n, l in result["losses"].items()})
    for run in result["training"].items():
        print(*run)


torch.manual_seed(0)
torch.set_num_threads(1)
golden("lenet5", lenet5, 20, trains=True)
golden("mnist-example", mnist_example, 5, trains=False)
golden("every-layer", every_layer, 20, trains=True)
