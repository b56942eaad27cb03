import NeuralNet
import NeuralNetReference
import RecognizerFileIO

/// How the state of a model's equilibrium layer settles on some digits.
struct Settling {
  /// At which residual the layer stops.
  let tolerance: Double
  /// After each iteration, how far the state still moves, as a share of its length: the mean over
  /// the digits when each result is the next state.
  let plain: [Double]
  /// The same when the library's solver chooses the next state.
  let accelerated: [Double]
  /// A digit's states before the first plain iteration and after each; the last is the fixed point.
  let states: [Batch]

  /// Iterations that are looked at: by then, single precision has found what it can.
  static let iterations = 12

  /// - Parameter path: the model's file, for errors.
  /// - Throws: `FileError` when the model has no single equilibrium layer with rows and columns.
  init(of model: Model, path: String, on digits: TestDigits) throws {
    let reference = ReferenceNetwork(
      try Network(model.architecture), parameters: model.parameters)
    let found = reference.layers.indices.filter { reference.layers[$0] is ReferenceEquilibrium }
    guard found.count == 1, let index = found.first,
      let layer = reference.layers[index] as? ReferenceEquilibrium,
      case .equilibrium(_, .some, _, let tolerance, _) = model.architecture.layers[index]
    else {
      throw FileError(
        .corrupt, path: path, found: "not one equilibrium layer with a kernel",
        remedy: "train one with --architecture equilibrium")
    }
    self.tolerance = Double(tolerance)
    let inputs = reference.layers[..<index].reduce(digits.batch(0..<digits.samples.count)) {
      $1.forward($0)
    }
    plain = Self.plainResiduals(layer, inputs)
    accelerated = try Self.acceleratedResiduals(model, layer: index, digits)
    let first = inputs.selecting(0)
    states = Self.states(layer, first) + [layer.forward(first)]
  }

  /// After how many iterations a residual is below the tolerance.
  func arrival(_ residuals: [Double]) -> Int? {
    residuals.firstIndex { $0 <= tolerance }.map { $0 + 1 }
  }

  // MARK: - Implementation

  /// The states before the first iteration and after each.
  private static func states(_ layer: ReferenceEquilibrium, _ inputs: Batch) -> [Batch] {
    // The library begins where the map leads from zero, and does not count that.
    Array(layer.states(inputs, count: iterations + 1).dropFirst())
  }

  private static func plainResiduals(_ layer: ReferenceEquilibrium, _ inputs: Batch) -> [Double] {
    let states = states(layer, inputs)
    return zip(states, states.dropFirst()).map { state, next in
      let shares = (0..<inputs.count).map { sample in
        relativeError(state.selecting(sample).values, next.selecting(sample).values)
      }
      return shares.reduce(0, +) / Double(inputs.count)
    }
  }

  /// What the library says of a layer that may not iterate any longer.
  private static func acceleratedResiduals(
    _ model: Model, layer: Int, _ digits: TestDigits
  ) throws(ArchitectureError) -> [Double] {
    var residuals: [Double] = []
    for limit in 1...iterations {
      var architecture = model.architecture
      architecture.layers[layer] = architecture.layers[layer].stopping(after: limit)
      let predictor = Predictor(try Network(architecture), parameters: model.parameters)
      residuals.append(predictor.outputs(of: digits.samples).solver?.meanResidual ?? 0)
    }
    return residuals
  }
}

extension LayerDescription {
  /// An equilibrium layer that iterates so often and stops for nothing else.
  fileprivate func stopping(after limit: Int) -> LayerDescription {
    guard case .equilibrium(let outputs, let kernel, let function, _, _) = self else {
      return self
    }
    return .equilibrium(
      outputs: outputs, kernel: kernel, function: function, tolerance: .leastNormalMagnitude,
      limit: limit)
  }
}

extension Batch {
  /// A batch of one of the samples.
  fileprivate func selecting(_ sample: Int) -> Batch {
    let size = shape.count
    return Batch(
      count: 1, shape: shape, values: Array(values[sample * size..<(sample + 1) * size]))
  }
}
