import RecognizerKernelInterface

extension LayerDescription {
  /// The layer for these shapes, which ``Architecture/shapes()`` has checked.
  ///
  /// - Parameters:
  ///   - sums: the shape of the description's own output.
  ///   - output: the shape after the epilogue.
  ///   - normalization: a batch normalisation between a convolution and its epilogue.
  ///   - stage: what a convolution does to its input.
  func layer(
    input: Shape, sums: Shape, output: Shape, epilogue: Epilogue,
    normalization: BatchNormalizationLayer? = nil, stage: (any InputStage)? = nil
  ) -> any Layer {
    switch self {
    case .convolution(_, let kernel, let stride, let padding, let bias):
      if WinogradLayer.pays(
        inputs: input.channels, outputs: sums.channels, kernel: kernel, stride: stride)
      {
        WinogradLayer(
          input: input, sums: sums, outputShape: output, padding: padding, hasBias: bias,
          epilogue: epilogue, normalization: normalization, stage: stage)
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

  /// A batch normalisation that is a part of another layer.
  func batchNormalization(
    input: Shape, output: Shape, epilogue: Epilogue
  ) -> BatchNormalizationLayer? {
    guard case .batchNormalization(let momentum, let epsilon) = self else { return nil }
    return BatchNormalizationLayer(
      inputShape: input, outputShape: output, momentum: momentum, epsilon: epsilon,
      epilogue: epilogue)
  }

  /// A convolution and a ReLU that the next convolution computes on the way.
  func stem(
    input: Shape, output: Shape, normalization: BatchNormalizationLayer?, isForTraining: Bool
  ) -> StemStage? {
    guard case .convolution(_, let kernel, 1, let padding, let bias) = self else { return nil }
    return StemStage(
      inputShape: input, outputShape: output, kernel: kernel, padding: padding, hasBias: bias,
      normalization: normalization, isForTraining: isForTraining)
  }
}
