"""Writes a network as ONNX, for any number of images: what the inference engines load."""
import argparse
from pathlib import Path

import torch

from networks import NETWORKS


def main() -> None:
    """Exports an untrained network: the weights do not change the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=NETWORKS, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.onnx.export(
        NETWORKS[options.network]().eval(), (torch.zeros(1, 1, 28, 28),), str(options.output),
        input_names=["images"], output_names=["logits"],
        dynamic_axes={"images": {0: "count"}, "logits": {0: "count"}}, dynamo=False)


if __name__ == "__main__":
    main()
