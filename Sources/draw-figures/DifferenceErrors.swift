import DigitRecognition
import NeuralNet
import NeuralNetReference

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Relative errors of central differences of a network's loss against its gradient, for each of
/// some steps.
struct DifferenceErrors {
  /// The steps, two per power of ten, from large to small.
  static let steps = (2...20).map { pow(10, -Double($0) / 2) }

  /// With the loss of the reference.
  let double: [Double]
  /// With the loss of the library's network, which computes in single precision.
  let single: [Double]

  /// Errors for fresh weights on the first `count` digits.
  init(on digits: TestDigits, count: Int) throws(ArchitectureError) {
    let network = try Network(Self.architecture(digits.shape))
    let parameters = network.initialParameters(seed: 1)
    let batch = digits.batch(0..<count)
    let targets = Batch(
      digits.samples.selecting(0..<count).ownTargets, outputs: network.outputCount)
    let loss = ReferenceCrossEntropy()
    let reference = ReferenceNetwork(network, parameters: parameters)
    let gradients = reference.gradients(batch, targets: targets, loss: loss).parameters
    let exact = network.tensors.flatMap { gradients[$0.name] ?? [] }

    func errors(_ value: (_ tensor: ParameterTensor, _ weights: [Double]) -> Double) -> [Double] {
      Self.steps.map { step in
        let found = network.tensors.flatMap { tensor in
          FiniteDifference.gradient(at: parameters[tensor.range].map(Double.init), step: step) {
            value(tensor, $0)
          }
        }
        return relativeError(found, exact)
      }
    }
    let tensors = reference.parameters
    double = errors { tensor, weights in
      var moved = tensors
      moved[tensor.name] = weights
      let changed = ReferenceNetwork(architecture: network.architecture, parameters: moved)
      return loss.value(changed.forward(batch), targets: targets)
    }
    let samples = digits.samples.selecting(0..<count)
    single = errors { tensor, weights in
      var moved = parameters
      moved.replaceSubrange(tensor.range, with: weights.map(Float.init))
      let predictor = Predictor(network, parameters: moved, batch: count)
      let outputs = Batch(
        count: count, shape: Shape(channels: network.outputCount),
        values: predictor.outputs(of: samples).values.map(Double.init))
      return Double(Float(loss.value(outputs, targets: targets)))
    }
  }

  /// A network of few weights, because each is moved twice per step; and smooth, so that only the
  /// step and rounding make an error.
  private static func architecture(_ input: Shape) -> Architecture {
    Architecture(
      name: "smooth", input: input,
      layers: [
        .averagePooling(size: 4, stride: 4), .convolution(outputs: 4, kernel: 3), .tanh, .flatten,
        .dense(outputs: 10),
      ])
  }
}

// MARK: - Figure

extension Figure {
  /// Why gradients are compared with differences in double precision, and why with a step of 1e-5.
  static func differenceStep(_ errors: DifferenceErrors) -> Figure {
    var picture = SVG(width: 640, height: 420)
    func points(_ errors: [Double]) -> [Point] {
      zip(DifferenceErrors.steps, errors).map { Point($0, $1) }
    }
    Chart(
      title: "relative error of central differences",
      horizontal: .logarithmic("step", exponents: -10 ... -1),
      vertical: .logarithmic("fraction of the gradient's norm", exponents: -11...1, spacing: 2),
      curves: [
        Chart.Curve(
          name: "loss in double precision", color: .blue, points: points(errors.double),
          isMeasured: true),
        Chart.Curve(
          name: "loss in single precision", color: .red, points: points(errors.single),
          isMeasured: true),
      ],
      guides: [.vertical(1e-5, label: "the step used here")]
    ).draw(in: Rectangle(origin: Point(80, 70), size: Point(520, 290)), on: &picture)
    func best(_ errors: [Double], beside others: [Double]) -> String {
      let steps = DifferenceErrors.steps
      let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
      return "best at step \(scientific(steps[best])) with \(scientific(errors[best])), "
        + "where the other is off by \(scientific(others[best]))"
    }
    return Figure(
      name: "difference-step.svg", bytes: picture.bytes,
      summary: "double precision \(best(errors.double, beside: errors.single)), "
        + "single precision \(best(errors.single, beside: errors.double))")
  }
}
