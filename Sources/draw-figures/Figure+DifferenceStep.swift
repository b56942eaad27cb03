import DigitRecognition

extension Figure {
  /// Why gradients are compared with differences in double precision, and why with a step of 1e-5.
  static func differenceStep(_ errors: DifferenceErrors) -> Figure {
    var picture = SVG(width: 640, height: 420)
    func points(_ errors: [Double]) -> [Point] {
      zip(DifferenceErrors.steps, errors).map { Point($0, $1) }
    }
    Chart(
      title: "how far central differences are from the gradient",
      horizontal: .logarithmic("step", exponents: -10 ... -1),
      vertical: .logarithmic("share of the gradient's length", exponents: -11...1, spacing: 2),
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
