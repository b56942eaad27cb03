import DigitRecognition

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One side of a chart: which values it spans, and which of them are written beside it.
struct Axis {
  struct Tick: Equatable {
    let value: Double
    let label: String
  }

  let title: String
  let ticks: [Tick]
  private let span: ClosedRange<Double>
  private let isLogarithmic: Bool

  /// An axis with a tick at each multiple of `step`.
  static func linear(_ title: String, _ span: ClosedRange<Double>, step: Double) -> Axis {
    let first = Int((span.lowerBound / step).rounded(.up))
    let last = Int((span.upperBound / step).rounded(.down))
    let ticks = (first...last).map { index in
      let value = Double(index) * step
      return Tick(value: value, label: fixed(value, places: step < 1 ? 1 : 0))
    }
    return Axis(title: title, ticks: ticks, span: span, isLogarithmic: false)
  }

  /// An axis over powers of ten, with a tick at each power that `spacing` divides.
  static func logarithmic(
    _ title: String, exponents: ClosedRange<Int>, spacing: Int = 1
  ) -> Axis {
    let ticks = exponents.filter { $0.isMultiple(of: spacing) }.map { exponent in
      Tick(value: pow(10, Double(exponent)), label: exponent == 0 ? "1" : "1e\(exponent)")
    }
    return Axis(
      title: title, ticks: ticks,
      span: Double(exponents.lowerBound)...Double(exponents.upperBound), isLogarithmic: true)
  }

  /// How far along the side a value lies: 0 at its start, 1 at its end.
  func share(of value: Double) -> Double {
    // Nothing is a possible error; it lies far below every chart.
    let place = isLogarithmic ? log10(max(value, .leastNormalMagnitude)) : value
    return (place - span.lowerBound) / (span.upperBound - span.lowerBound)
  }
}
