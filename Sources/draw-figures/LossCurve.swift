import NeuralNet
import NeuralNetReference

/// A loss and its gradient as functions of one difference between output and target.
struct LossCurve {
  let name: String
  let color: Color
  let value: (_ difference: Double) -> Double
  let gradient: (_ difference: Double) -> Double

  static var all: [LossCurve] { [meanSquaredError, huber, crossEntropy] }

  /// A single output, whose target is one.
  private static var meanSquaredError: LossCurve {
    LossCurve("mean squared error", .blue, ReferenceMeanSquaredError(), label: 0) { [1 + $0] }
  }

  private static var huber: LossCurve {
    let loss = HuberLoss(delta: 1)
    return LossCurve(
      name: "Huber, delta 1", color: .green, value: loss.value, gradient: loss.gradient)
  }

  /// Two logits, of which the second should be the larger.
  private static var crossEntropy: LossCurve {
    LossCurve("cross-entropy", .red, ReferenceCrossEntropy(), label: 1) { [$0, 0] }
  }
}

extension LossCurve {
  /// A loss of the library along the first of one sample's outputs.
  private init(
    _ name: String, _ color: Color, _ loss: any ReferenceLoss, label: Int,
    outputs: @escaping (_ difference: Double) -> [Double]
  ) {
    func batch(_ difference: Double) -> Batch {
      let values = outputs(difference)
      return Batch(count: 1, shape: Shape(channels: values.count), values: values)
    }
    self.name = name
    self.color = color
    value = { loss.value(batch($0), labels: [label]) }
    gradient = { loss.gradient(batch($0), labels: [label])[0, 0] }
  }
}
