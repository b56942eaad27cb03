import NeuralNet
import NeuralNetReference

/// A loss and its gradient as functions of one difference between output and target.
struct LossCurve {
  let name: String
  let color: Color
  let value: (_ difference: Double) -> Double
  let gradient: (_ difference: Double) -> Double

  static var all: [LossCurve] { [meanSquaredError, huber, crossEntropy] }

  /// A single output, whose target is zero.
  private static var meanSquaredError: LossCurve {
    LossCurve("mean squared error", .blue, .meanSquaredError, targets: [0]) { [$0] }
  }

  private static var huber: LossCurve {
    LossCurve("Huber, delta 1", .green, .huber(delta: 1), targets: [0]) { [$0] }
  }

  /// Two logits, of which the second should be the larger.
  private static var crossEntropy: LossCurve {
    LossCurve("cross-entropy", .red, .crossEntropy(), targets: [0, 1]) { [$0, 0] }
  }
}

extension LossCurve {
  /// A loss of the library along the first of one sample's outputs.
  private init(
    _ name: String, _ color: Color, _ loss: Loss, targets: [Double],
    outputs: @escaping (_ difference: Double) -> [Double]
  ) {
    func row(_ values: [Double]) -> Batch {
      Batch(count: 1, shape: Shape(channels: values.count), values: values)
    }
    let loss = loss.reference
    self.name = name
    self.color = color
    value = { loss.value(row(outputs($0)), targets: row(targets)) }
    gradient = { loss.gradient(row(outputs($0)), targets: row(targets))[0, 0] }
  }
}
