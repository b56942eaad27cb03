"""Runs an ONNX model over and over in one inference engine; prints one JSON object."""
import argparse
import json
import time
from pathlib import Path

import numpy


def onnxruntime_engine(options):
    """ONNX Runtime with its default optimisations, and the precision it computes in."""
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    session = onnxruntime.InferenceSession(
        str(options.model), settings, providers=["CPUExecutionProvider"])
    return lambda images: session.run(None, {"images": images}), "f32"


def openvino_engine(options):
    """OpenVINO, all threads on one batch, and the precision it chose or was told."""
    import openvino

    settings = {"INFERENCE_NUM_THREADS": options.threads, "PERFORMANCE_HINT": "LATENCY"}
    if options.precision:
        settings["INFERENCE_PRECISION_HINT"] = options.precision
    compiled = openvino.Core().compile_model(str(options.model), "CPU", settings)
    names = {"bfloat16": "bf16", "float32": "f32", "float16": "f16"}
    precision = compiled.get_property("INFERENCE_PRECISION_HINT").to_string()
    return compiled, names.get(precision, precision)


ENGINES = {"onnxruntime": onnxruntime_engine, "openvino": openvino_engine}


def main() -> None:
    """Warms up for a quarter of the time, then counts batches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--precision", help="OpenVINO's precision hint; default: its own choice")
    options = parser.parse_args()

    infer, precision = ENGINES[options.engine](options)
    images = numpy.random.default_rng(1).random((options.batch, 1, 28, 28), numpy.float32)
    batches = 0
    for seconds in (options.seconds / 4, options.seconds):
        batches, start = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - start) < seconds or batches < 3:
            infer(images)
            batches += 1
    count = batches * options.batch
    print(json.dumps({
        "infer_images_per_second": round(count / elapsed),
        "microseconds_per_image": round(elapsed / count * 1e6, 2),
        "threads": options.threads, "precision": precision,
    }))


if __name__ == "__main__":
    main()
