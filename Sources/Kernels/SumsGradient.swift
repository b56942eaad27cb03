import RecognizerKernelInterface

// The gradient with respect to a convolution's sums, computed row by row from that with respect to
// what follows them.

extension KernelVariant {
  /// Some rows of a channel.
  ///
  /// - height, width: the channel's
  /// - rows: begin at an even number where they are pooled
  /// - target: `[rows]` rows, `rowStride` apart, overwritten
  @inline(always)
  static func writeSumsGradient(
    _ sumsGradient: SumsGradient, channel: Int, rows: Range<Int>, height: Int, width: Int,
    into target: UnsafeMutablePointer<Vector>, rowStride: Int
  ) {
    let first = (channel &* height &+ rows.lowerBound) &* width
    let pooled = (channel &* (height / 2) &+ rows.lowerBound / 2) &* (width / 2)
    switch sumsGradient {
    case .output(.none(let gradient)):
      for row in 0..<rows.count {
        let source = gradient + first + row &* width
        for x in 0..<width { target[row &* rowStride &+ x] = source[x] }
      }
    case .output(.relu(let gradient, let output)):
      for row in 0..<rows.count {
        let source = first &+ row &* width
        for x in 0..<width {
          target[row &* rowStride &+ x] =
            gradient[source &+ x].zeroed(unless: output[source &+ x] .> 0)
        }
      }
    case .output(.reluMaxPool(let gradient, let argmax)):
      writeWindows(
        gradient + pooled, argmax + pooled, rows: rows.count, width: width, into: target,
        rowStride: rowStride
      ) { gradient, _ in gradient }
    case .normalized(let gradient, let normalized):
      let derivative = NormalizationDerivative(normalized, channel)
      let sums = normalized.sums + first
      if let argmax = normalized.argmax {
        writeWindows(
          gradient + pooled, argmax + pooled, rows: rows.count, width: width, into: target,
          rowStride: rowStride
        ) { gradient, index in derivative(gradient, sums[index]) }
      } else {
        for row in 0..<rows.count {
          let source = row &* width
          for x in 0..<width {
            target[row &* rowStride &+ x] =
              derivative(gradient[first &+ source &+ x], sums[source &+ x])
          }
        }
      }
    }
  }

  /// Rows that have been pooled: `value` of the gradient that reaches each element, and its index
  /// in rows of `width`.
  ///
  /// A last column and a last row without a partner get `value` of zero.
  @inline(always)
  private static func writeWindows(
    _ gradient: UnsafePointer<Vector>, _ argmax: UnsafePointer<ArgmaxVector>, rows: Int,
    width: Int, into target: UnsafeMutablePointer<Vector>, rowStride: Int,
    _ value: (_ gradient: Vector, _ index: Int) -> Vector
  ) {
    let columns = width / 2
    for row in 0..<rows / 2 {
      let (first, line) = (2 &* row &* width, target + 2 &* row &* rowStride)
      for x in 0..<columns {
        let window = routed(gradient[row &* columns &+ x], argmax[row &* columns &+ x])
        // Element by element of the window: two rows of two.
        for element in 0..<4 {
          let (y, x) = (element / 2, 2 &* x &+ element % 2)
          line[y &* rowStride &+ x] = value(window[element], first &+ y &* width &+ x)
        }
      }
      guard 2 &* columns < width else { continue }
      for y in 0..<2 {
        line[y &* rowStride &+ width &- 1] = value(.zero, first &+ (y &+ 1) &* width &- 1)
      }
    }
    guard rows % 2 > 0 else { return }
    let row = rows &- 1
    for x in 0..<width { target[row &* rowStride &+ x] = value(.zero, row &* width &+ x) }
  }
}

/// The gradient with respect to a channel's sums from that with respect to their normalisation: see
/// `normalizeBatchGradient`.
private struct NormalizationDerivative {
  private let mean: Vector
  private let factor: Vector
  private let offset: Vector
  private let slope: Vector
  private let counts: SIMDMask<SIMD16<Int32>>

  @inline(always)
  init(_ normalized: NormalizedSums, _ channel: Int) {
    let table = normalized.table
    let factor = table.factors[channel]
    mean = Vector(repeating: table.means[channel])
    self.factor = Vector(repeating: factor)
    offset = Vector(repeating: factor * table.meanGradients[channel])
    slope = Vector(
      repeating: -factor * table.meanProducts[channel] * table.inverseDeviations[channel])
    counts = normalized.weights.pointee .!= 0
  }

  @inline(always)
  func callAsFunction(_ gradient: Vector, _ sum: Vector) -> Vector {
    (factor * gradient - offset).adding(sum - mean, times: slope).zeroed(unless: counts)
  }
}
