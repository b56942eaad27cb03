/// Accuracy against the share of pictures that are answered, when the least sure answers are withheld.
///
/// Known as a risk-coverage curve, turned upside down (El-Yaniv and Wiener 2010).
package struct AccuracyCurve: Hashable, Sendable {
  /// The answers at or above a minimum confidence.
  package struct Point: Hashable, Sendable, Encodable {
    /// The share of the pictures that are answered, in 0...1.
    package let share: Double
    /// The fraction of those answers that is right.
    package let accuracy: Double
    /// The least confidence of those answers.
    package let confidence: Double
  }

  /// The points, from the fewest answers to all; empty without answers.
  package let points: [Point]

  /// The shares that the points are near: every hundredth.
  private static let steps = 100

  /// The curve of answers, each with its confidence and whether it is right.
  package init(_ answers: [(confidence: Double, isRight: Bool)]) {
    let sorted = answers.sorted { $0.confidence > $1.confidence }
    let total = sorted.count
    var points: [Point] = []
    var right = 0
    var step = 1
    for (index, answer) in sorted.enumerated() {
      right += answer.isRight ? 1 : 0
      let count = index + 1
      // No least confidence parts answers that are as sure as one another.
      if count < total, sorted[count].confidence == answer.confidence { continue }
      guard count * Self.steps >= step * total else { continue }
      points.append(
        Point(
          share: rounded(Double(count) / Double(total), places: 6),
          accuracy: rounded(Double(right) / Double(count), places: 6),
          confidence: rounded(answer.confidence, places: 6)))
      step = count * Self.steps / total + 1
    }
    self.points = points
  }

  /// The first point with at least this share of the answers; `nil` without answers.
  package func point(answering share: Double) -> Point? {
    points.first { $0.share >= share - 1e-6 } ?? points.last
  }
}

// MARK: - Chart

extension AccuracyCurve {
  /// The curve as a vector picture in an HTML page; empty without answers.
  var svg: String {
    guard let lowest = points.map(\.accuracy).min() else { return "" }
    let (width, height) = (520.0, 320.0)
    let step = [0.2, 0.5, 1, 2, 5, 10, 20].first { 100 * (1 - lowest) <= 6 * $0 } ?? 20
    let least = min(100 - step, (100 * lowest / step).rounded(.down) * step)
    let chart = Chart(
      title: "Accuracy of the surest answers",
      horizontal: .linear("share answered, %", 0...100, step: 20),
      vertical: .linear("accuracy, %", least...100, step: step),
      curves: [
        Chart.Curve(
          name: "", color: .blue,
          points: points.map { SIMD2(100 * $0.share, 100 * $0.accuracy) })
      ])
    var picture = SVG(width: Int(width), height: Int(height))
    chart.draw(
      in: Rectangle(origin: SIMD2(70, 55), size: SIMD2(width - 90, height - 110)), on: &picture)
    return picture.element
  }
}
