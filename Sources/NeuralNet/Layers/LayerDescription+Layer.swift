import KernelInterface

extension LayerDescription {
  /// The layer for these shapes, which ``Architecture/shapes()`` has checked.
  func layer(input: Shape, output: Shape) -> any Layer {
    switch self {
    case .convolution(_, let kernel, let stride, let padding, let bias):
      ConvolutionLayer(
        inputShape: input, outputShape: output, kernel: kernel, stride: stride, padding: padding,
        hasBias: bias)
    case .maxPooling(let size, let stride):
      PoolingLayer(
        inputShape: input, outputShape: output, kind: .largest, size: size, stride: stride)
    case .averagePooling(let size, let stride):
      PoolingLayer(
        inputShape: input, outputShape: output, kind: .mean, size: size, stride: stride)
    case .dense(_, let bias):
      if input.count * output.count < DenseLayer.wideFrom {
        DenseLayer(inputShape: input, outputShape: output, hasBias: bias)
      } else {
        WideDenseLayer(inputShape: input, outputShape: output, hasBias: bias)
      }
    case .relu: ActivationLayer(inputShape: input, activation: .relu)
    case .leakyReLU(let slope):
      ActivationLayer(inputShape: input, activation: .leakyReLU(slope: slope))
    case .tanh: ActivationLayer(inputShape: input, activation: .tanh)
    case .sigmoid: ActivationLayer(inputShape: input, activation: .sigmoid)
    case .softmax: SoftmaxLayer(inputShape: input)
    case .batchNormalization(let momentum, let epsilon):
      BatchNormalizationLayer(inputShape: input, momentum: momentum, epsilon: epsilon)
    case .dropout(let probability): DropoutLayer(inputShape: input, probability: probability)
    case .flatten: FlattenLayer(inputShape: input)
    }
  }
}
