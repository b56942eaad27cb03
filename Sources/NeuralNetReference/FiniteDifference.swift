/// Gradients by central differences, to compare analytic ones with.
public enum FiniteDifference {
  /// The gradient of `function` at `point`, each coordinate moved by `step * max(1, |x|)` to
  /// either side.
  ///
  /// The error is of the order of `step²` and of `1e-16 / step`: in double precision some 1e-10
  /// of a smooth function's gradient.
  public static func gradient(
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
public func norm(_ values: [Double]) -> Double {
  values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

/// `‖found - expected‖ / ‖expected‖`, the norm below taken as at least `floor`.
///
/// Infinite when the counts differ.
public func relativeError(
  _ found: [Double], _ expected: [Double], floor: Double = 1e-12
) -> Double {
  guard found.count == expected.count else { return .infinity }
  return norm(zip(found, expected).map { $0 - $1 }) / max(norm(expected), floor)
}
