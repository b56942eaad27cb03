package import NeuralNet

/// The gradients of a batch three times: as training computes them, by the double-precision
/// reference, and by central differences of the reference's loss.
///
/// Dropout is left out on all sides: its chance would differ from call to call.
package struct GradientCheck: Sendable {
  /// One array of weights.
  package struct Row: Hashable, Sendable {
    /// The array's name in a model file.
    package let name: String
    /// The kind of layer it belongs to.
    package let layer: String
    /// Weights of the array.
    package let count: Int
    /// The length of the reference's gradient.
    package let norm: Double
    /// The distance of training's gradient from the reference's, as a fraction of ``norm``.
    ///
    /// The norm is taken as at least a hundredth of what the whole network's gradient has in as
    /// many weights on average: of a gradient that is zero, such as that of a bias before batch
    /// normalisation, single precision only finds its own rounding.
    package let error: Double
    /// The distance of the reference's gradient from central differences, as the same fraction: the
    /// largest of the derivative along the gradient and of some single weights.
    package let referenceError: Double
  }

  /// Every array that training adjusts, in the order of the layers.
  package let rows: [Row]

  /// Single weights whose derivative is measured beside that along the gradient.
  private static let probes = 3
  /// A step may cross the kink of a ReLU or of a maximum; then a smaller one decides, until rounding
  /// does.
  private static let steps = [1e-5, 1e-6, 1e-7]
  /// The fraction of a typical gradient below which one counts as zero.
  private static let leastFraction = 1e-2
  /// An error at which no smaller step is needed.
  private static let small = 1e-7

  /// Computes all gradients of one batch.
  ///
  /// - Parameters:
  ///   - features: `targets.count * input.count` input features, sample after sample.
  ///   - progress: told how many arrays are done, of how many.
  /// - Throws: `ArchitectureError` when the architecture is impossible.
  package init(
    _ architecture: Architecture, parameters: [Float], features: [Float], targets: Targets,
    loss: Loss, threads: Int = 1, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(ArchitectureError) {
    var architecture = architecture
    for (index, layer) in architecture.layers.enumerated() {
      if case .dropout = layer { architecture.layers[index] = .dropout(probability: 0) }
    }
    let network = try Network(architecture)
    let pass = GradientPass(
      network, parameters: parameters, features: features, targets: targets, loss: loss,
      threads: threads)
    // The pass's own weights: a step begins with recurrent weights that do not stretch. Statistics
    // are those before it: the pass has moved them.
    var used = pass.parameters
    for tensor in network.tensors where tensor.role == .statistic {
      used.replaceSubrange(tensor.range, with: parameters[tensor.range])
    }
    let reference = ReferenceNetwork(network, parameters: used)
    let batch = Batch(
      count: targets.count, shape: architecture.input, values: features.map(Double.init))
    let wanted = Batch(targets, outputs: network.outputCount)
    let activations = reference.activations(batch)
    let referenceLoss = loss.reference
    let outputGradient = referenceLoss.gradient(
      activations[reference.layers.count], targets: wanted)
    let gradients = reference.backward(activations: activations, outputGradient: outputGradient)

    let learned = network.tensors.filter { $0.role != .statistic }
    let all = learned.flatMap { gradients.parameters[$0.name] ?? [] }
    let typical = norm(all) / Double(max(all.count, 1)).squareRoot()
    var rows: [Row] = []
    for tensor in learned {
      let exact = gradients.parameters[tensor.name] ?? []
      let found = pass.gradient[tensor.range].map(Double.init)
      let weights = used[tensor.range].map(Double.init)
      let own = tensor.name.split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
      let floor = Self.leastFraction * typical * Double(tensor.range.count).squareRoot()
      let numeric = Self.referenceError(exact, floor: floor) { direction, distance in
        var moved = reference
        let shifted = zip(weights, direction).map { $0 + distance * $1 }
        moved.layers[tensor.layer].setParameter(own, to: shifted)
        let outputs = moved.layers[tensor.layer...].reduce(activations[tensor.layer]) {
          $1.forward($0)
        }
        return referenceLoss.value(outputs, targets: wanted)
      }
      rows.append(
        Row(
          name: tensor.name, layer: architecture.layers[tensor.layer].type,
          count: tensor.range.count, norm: NeuralNetReference.norm(exact),
          error: relativeError(found, exact, floor: max(floor, 1e-12)),
          referenceError: numeric))
      progress(rows.count, learned.count)
    }
    self.rows = rows
  }

  /// - Parameters:
  ///   - floor: the least norm that errors are a fraction of.
  ///   - loss: the loss with the weights moved along a direction by a distance.
  private static func referenceError(
    _ gradient: [Double], floor: Double, loss: (_ direction: [Double], _ distance: Double) -> Double
  ) -> Double {
    let length = norm(gradient)
    guard length > 0 else { return 0 }
    var directions = [gradient.map { $0 / length }]
    // The largest derivative, and some anywhere.
    let largest = gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) } ?? 0
    for probe in 0..<probes {
      var direction = [Double](repeating: 0, count: gradient.count)
      direction[probe == 0 ? largest : (probe * 7919) % gradient.count] = 1
      directions.append(direction)
    }
    return directions.reduce(0) { worst, direction in
      let exact = zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      var error = Double.infinity
      for step in steps where error > small {
        let numeric = (loss(direction, step) - loss(direction, -step)) / (2 * step)
        error = min(error, abs(numeric - exact) / max(length, floor))
      }
      return max(worst, error)
    }
  }
}

extension ReferenceLayer {
  /// Replaces the array of that name.
  fileprivate mutating func setParameter(_ name: String, to values: [Double]) {
    guard let index = ReferenceNetwork.parameterNames.firstIndex(of: name) else {
      preconditionFailure("no array \(name)")
    }
    parameters[index] = values
  }
}

/// Gradients by central differences, to compare analytic ones with.
package enum FiniteDifference {
  /// The gradient of `function` at `point`, each coordinate moved by `step * max(1, |x|)` to
  /// either side.
  ///
  /// The error is of the order of `step²` and of `1e-16 / step`: in double precision some 1e-10
  /// of a smooth function's gradient.
  package static func gradient(
    at point: [Double], step: Double = 1e-5, of function: ([Double]) -> Double
  ) -> [Double] {
    var moved = point
    return point.indices.map { index in
      let distance = step * max(1, abs(point[index]))
      moved[index] = point[index] + distance
      let above = function(moved)
      moved[index] = point[index] - distance
      let below = function(moved)
      moved[index] = point[index]
      return (above - below) / (2 * distance)
    }
  }
}

/// The Euclidean norm.
package func norm(_ values: [Double]) -> Double {
  values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

/// `‖found - expected‖ / ‖expected‖`, the norm below taken as at least `floor`.
///
/// Infinite when the counts differ.
package func relativeError(
  _ found: [Double], _ expected: [Double], floor: Double = 1e-12
) -> Double {
  guard found.count == expected.count else { return .infinity }
  return norm(zip(found, expected).map { $0 - $1 }) / max(norm(expected), floor)
}
