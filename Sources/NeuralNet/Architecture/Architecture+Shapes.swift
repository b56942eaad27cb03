extension Architecture {
  /// The most features or weights of one layer: far above any network for pictures this small,
  /// and low enough that no product of sizes overflows.
  static let largestCount = 1 << 28

  /// The input's shape and then every layer's output shape: `layers.count + 1` shapes.
  ///
  /// - Throws: `ArchitectureError` for the first layer that does not fit its input.
  public func shapes() throws(ArchitectureError) -> [Shape] {
    let sides = [input.channels, input.height, input.width]
    guard sides.allSatisfy({ (1...4096).contains($0) }), input.count <= Self.largestCount else {
      throw ArchitectureError(layer: 0, type: "input", problem: "the input shape is \(input)")
    }
    var shapes = [input]
    for (index, layer) in layers.enumerated() {
      let shape: Shape
      do {
        shape = try layer.outputShape(for: shapes[index])
      } catch {
        throw ArchitectureError(layer: index, type: layer.type, problem: error.text)
      }
      guard shape.count <= Self.largestCount else {
        throw ArchitectureError(layer: index, type: layer.type, problem: "\(shape) is too large")
      }
      shapes.append(shape)
    }
    return shapes
  }

  /// Every array of weights, in the order of the flat buffer.
  ///
  /// - Throws: `ArchitectureError` for the first layer that does not fit its input.
  package func parameterTensors() throws(ArchitectureError) -> [ParameterTensor] {
    let shapes = try shapes()
    var tensors: [ParameterTensor] = []
    var start = 0
    for (index, layer) in layers.enumerated() {
      for (name, shape, role) in layer.parameters(for: shapes[index]) {
        guard let count = elementCount(shape), count <= Self.largestCount - start else {
          throw ArchitectureError(layer: index, type: layer.type, problem: "too many weights")
        }
        tensors.append(
          ParameterTensor(
            name: "\(index).\(name)", shape: shape, layer: index, role: role,
            range: start..<start + count))
        start += ParameterTensor.aligned(count)
      }
    }
    return tensors
  }
}

// MARK: - Implementation

extension LayerDescription {
  fileprivate struct Problem: Error {
    let text: String
  }

  fileprivate func outputShape(for input: Shape) throws(Problem) -> Shape {
    switch self {
    case .convolution(let outputs, let kernel, let stride, let padding, _):
      try require(outputs, "outputs", in: 1...65_536)
      try require(padding, "padding", in: 0...1024)
      let (height, width) = try windows(kernel, stride, over: input, padding: padding)
      let padded = input.channels * (input.height + 2 * padding) * (input.width + 2 * padding)
      guard padded <= Architecture.largestCount else {
        throw Problem(text: "\(input) with padding \(padding) is too large")
      }
      return Shape(channels: outputs, height: height, width: width)
    case .maxPooling(let size, let stride), .averagePooling(let size, let stride):
      let (height, width) = try windows(size, stride, over: input, padding: 0)
      return Shape(channels: input.channels, height: height, width: width)
    case .dense(let outputs, _):
      try require(outputs, "outputs", in: 1...65_536)
      return Shape(channels: outputs)
    case .flatten:
      return Shape(channels: input.count)
    case .activation(let activation):
      // The sign of an output must be that of its input: backward sees the output alone.
      if let slope = activation.slope, !(slope >= 0 && slope.isFinite) {
        throw Problem(text: "slope \(slope) is not a finite number of 0 or more")
      }
      return input
    case .batchNormalization(let momentum, let epsilon):
      guard (0...1).contains(momentum), epsilon > 0, epsilon.isFinite else {
        throw Problem(text: "momentum \(momentum), epsilon \(epsilon)")
      }
      return input
    case .dropout(let probability):
      guard probability >= 0, probability < 1 else {
        throw Problem(text: "probability \(probability) is not in [0, 1)")
      }
      return input
    case .equilibrium(let outputs, let kernel, _, let tolerance, let limit):
      try require(outputs, "outputs", in: 1...65_536)
      try require(limit, "limit", in: 1...10_000)
      guard tolerance > 0, tolerance < 1 else { throw Problem(text: "tolerance \(tolerance)") }
      guard let kernel else { return Shape(channels: outputs) }
      guard kernel % 2 == 1 else { throw Problem(text: "a window of even size \(kernel)") }
      let (height, width) = try windows(kernel, 1, over: input, padding: kernel / 2)
      return Shape(channels: outputs, height: height, width: width)
    case .softmax:
      return input
    }
  }

  fileprivate func parameters(
    for input: Shape
  ) -> [(name: String, shape: [Int], role: ParameterTensor.Role)] {
    switch self {
    case .convolution(let outputs, let kernel, _, _, let bias):
      [("weight", [outputs, input.channels, kernel, kernel], .weight)]
        + (bias ? [("bias", [outputs], .bias)] : [])
    case .dense(let outputs, let bias):
      [("weight", [outputs, input.count], .weight)] + (bias ? [("bias", [outputs], .bias)] : [])
    case .batchNormalization:
      [
        ("weight", [input.channels], .bias), ("bias", [input.channels], .bias),
        ("running_mean", [input.channels], .statistic),
        ("running_var", [input.channels], .statistic),
      ]
    case .equilibrium(let outputs, let kernel, _, _, _):
      // The vector that the recurrent weights stretch most, as the power iteration has found it.
      if let kernel {
        [
          ("weight", [outputs, input.channels, kernel, kernel], .weight),
          ("bias", [outputs], .bias),
          ("recurrent_weight", [outputs, outputs, kernel, kernel], .weight),
          ("power_vector", [outputs, input.height, input.width], .statistic),
        ]
      } else {
        [
          ("weight", [outputs, input.count], .weight), ("bias", [outputs], .bias),
          ("recurrent_weight", [outputs, outputs], .weight),
          ("power_vector", [outputs], .statistic),
        ]
      }
    default: []
    }
  }

  private func require(
    _ value: Int, _ name: String, in range: ClosedRange<Int>
  ) throws(Problem) {
    guard range.contains(value) else {
      throw Problem(text: "\(name) \(value) is not in \(range.lowerBound)...\(range.upperBound)")
    }
  }

  private func windows(
    _ size: Int, _ stride: Int, over input: Shape, padding: Int
  ) throws(Problem) -> (height: Int, width: Int) {
    try require(size, "window", in: 1...1024)
    try require(stride, "stride", in: 1...1024)
    let (height, width) = (input.height + 2 * padding - size, input.width + 2 * padding - size)
    guard height >= 0, width >= 0 else {
      throw Problem(text: "a window of \(size)x\(size) does not fit an input of \(input)")
    }
    return (height / stride + 1, width / stride + 1)
  }
}
