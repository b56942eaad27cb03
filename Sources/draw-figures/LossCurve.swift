import DigitRecognition
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

// MARK: - Figure

extension Figure {
  /// The losses as functions of one difference, and beside them their gradients.
  static func losses() -> Figure {
    var picture = SVG(width: 900, height: 380)
    let side = Point(350, 250)
    let differences = Array(stride(from: -4.0, through: 4, by: 0.0625))
    func chart(
      _ title: String, _ vertical: Axis, _ function: (LossCurve) -> (Double) -> Double
    ) -> Chart {
      Chart(
        title: title, horizontal: .linear("difference d", -4...4, step: 1), vertical: vertical,
        curves: LossCurve.all.map { curve in
          let function = function(curve)
          return Chart.Curve(
            name: curve.name, color: curve.color,
            points: differences.map { Point($0, function($0)) })
        })
    }
    chart("loss of a difference d", .linear("loss", -0.1...4, step: 1), \.value)
      .draw(in: Rectangle(origin: Point(70, 70), size: side), on: &picture)
    chart("its gradient", .linear("gradient", -2.5...2.5, step: 1), \.gradient)
      .draw(in: Rectangle(origin: Point(520, 70), size: side), on: &picture)
    let atThree = LossCurve.all.map {
      "\($0.name) \(fixed($0.value(3), places: 2)), gradient \(fixed($0.gradient(3), places: 2))"
    }
    return Figure(
      name: "losses.svg", bytes: picture.bytes,
      summary: "at d = 3: " + atThree.joined(separator: "; "))
  }
}
