"""Says which digit a 28x28 PNG shows, the usual way: python peer_classify.py MODEL.onnx DIGIT.png"""
import sys

import numpy
import onnxruntime
from PIL import Image

picture = numpy.asarray(Image.open(sys.argv[2]).convert("L"), numpy.float32)
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
name = session.get_inputs()[0].name
logits = session.run(None, {name: (picture[None, None] / 255 - 0.1307) / 0.3081})[0]
print(int(logits.argmax()))
