import RecognizerKernelInterface

extension LayerDescription {
  /// The layer for these shapes, which ``Architecture/shapes()`` has checked.
  ///
  /// - Parameters:
  ///   - sums: the shape of the description's own output.
  ///   - output: the shape after the epilogue.
  ///   - normalization: the batch normalisation before the epilogue; nil where it is a layer itself.
  func layer(
    input: Shape, sums: Shape, output: Shape, epilogue: Epilogue,
    normalization: LayerDescription? = nil
  ) -> any Layer {
    let normalization = normalization?.batchNormalization(of: sums)
    return switch self {
    case .convolution(_, let kernel, let stride, let padding, let bias):
      if WinogradLayer.pays(
        inputs: input.channels, outputs: sums.channels, kernel: kernel, stride: stride)
      {
        WinogradLayer(
          inputShape: input, sums: sums, outputShape: output, padding: padding, hasBias: bias,
          epilogue: epilogue, normalization: normalization)
      } else {
        ConvolutionLayer(
          inputShape: input, sums: sums, outputShape: output, kernel: kernel, stride: stride,
          padding: padding, hasBias: bias, epilogue: epilogue, normalization: normalization)
      }
    case .maxPooling(let size, let stride):
      PoolingLayer(
        inputShape: input, outputShape: output, kind: .largest, size: size, stride: stride)
    case .averagePooling(let size, let stride):
      PoolingLayer(
        inputShape: input, outputShape: output, kind: .mean, size: size, stride: stride)
    case .dense(_, let bias):
      if input.count * output.count < DenseLayer.batchwiseFrom {
        DenseLayer(inputShape: input, outputShape: output, hasBias: bias)
      } else {
        BatchDenseLayer(inputShape: input, outputShape: output, hasBias: bias)
      }
    case .activation(let activation): ActivationLayer(inputShape: input, activation: activation)
    case .softmax: SoftmaxLayer(inputShape: input)
    case .batchNormalization(let momentum, let epsilon):
      BatchNormalizationLayer(
        inputShape: input, outputShape: output, momentum: momentum, epsilon: epsilon,
        epilogue: epilogue)
    case .dropout(let probability): DropoutLayer(inputShape: input, probability: probability)
    case .flatten: FlattenLayer(inputShape: input)
    case .equilibrium(_, let kernel, let function, let tolerance, let limit):
      EquilibriumLayer(
        inputShape: input, outputShape: output, kernel: kernel, function: function,
        solver: FixedPointSolver(count: output.count, tolerance: tolerance, limit: limit))
    }
  }

  private func batchNormalization(of shape: Shape) -> BatchNormalizationLayer? {
    guard case .batchNormalization(let momentum, let epsilon) = self else { return nil }
    return BatchNormalizationLayer(
      inputShape: shape, outputShape: shape, momentum: momentum, epsilon: epsilon, epilogue: .none)
  }
}
