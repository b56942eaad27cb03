#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One side of a chart: the values that it spans, and those that are labelled.
package struct Axis {
  /// A value that is labelled.
  package struct Tick: Equatable {
    /// The value.
    package let value: Double
    /// Its label.
    package let label: String
  }

  let title: String
  /// The labelled values, the least first.
  package let ticks: [Tick]
  private let span: ClosedRange<Double>
  private let isLogarithmic: Bool

  /// An axis with a tick at each multiple of `step`.
  package static func linear(_ title: String, _ span: ClosedRange<Double>, step: Double) -> Axis {
    let first = Int((span.lowerBound / step).rounded(.up))
    let last = Int((span.upperBound / step).rounded(.down))
    let ticks = (first...last).map { index in
      let value = Double(index) * step
      return Tick(value: value, label: fixed(value, places: step < 1 ? 1 : 0))
    }
    return Axis(title: title, ticks: ticks, span: span, isLogarithmic: false)
  }

  /// An axis over powers of ten, with a tick at each power that `spacing` divides.
  package static func logarithmic(
    _ title: String, exponents: ClosedRange<Int>, spacing: Int = 1
  ) -> Axis {
    let ticks = exponents.filter { $0.isMultiple(of: spacing) }.map { exponent in
      Tick(value: pow(10, Double(exponent)), label: exponent == 0 ? "1" : "1e\(exponent)")
    }
    return Axis(
      title: title, ticks: ticks,
      span: Double(exponents.lowerBound)...Double(exponents.upperBound), isLogarithmic: true)
  }

  /// The position of a value along the side: 0 at its start, 1 at its end.
  package func position(of value: Double) -> Double {
    // An error may be 0, which has no logarithm; it lies far below every chart.
    let exponent = isLogarithmic ? log10(max(value, .leastNormalMagnitude)) : value
    return (exponent - span.lowerBound) / (span.upperBound - span.lowerBound)
  }
}
