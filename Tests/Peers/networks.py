"""The two compared networks in PyTorch: layer by layer what our architectures of that name are."""
from torch import nn


def lenet5() -> nn.Module:
    """LeNet-5 with ReLU and max pooling: 61,706 parameters."""
    features = [
        nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, kernel_size=5), nn.ReLU(), nn.MaxPool2d(2),
    ]
    classifier = [
        nn.Linear(16 * 5 * 5, 120), nn.ReLU(),
        nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10),
    ]
    return nn.Sequential(*features, nn.Flatten(), *classifier)


def mnist_example() -> nn.Module:
    """The network of PyTorch's MNIST example, without dropout: 1,199,882 parameters."""
    features = [
        nn.Conv2d(1, 32, kernel_size=3), nn.ReLU(),
        nn.Conv2d(32, 64, kernel_size=3), nn.ReLU(), nn.MaxPool2d(2),
    ]
    classifier = [nn.Linear(64 * 12 * 12, 128), nn.ReLU(), nn.Linear(128, 10)]
    return nn.Sequential(*features, nn.Flatten(), *classifier)


NETWORKS = {"lenet5": lenet5, "mnist-example": mnist_example}
