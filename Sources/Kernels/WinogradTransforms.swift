import RecognizerKernelInterface

/// Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray 2016), with the points 0, 1, -1, 2, -2
/// and infinity: `y = A' [(G w G') * (B' x B)] A`, where `*` multiplies number by number. The
/// gradients go through the same matrices transposed: `dx = B [U * (A dy A')] B'` and
/// `dw = G' [V * (A dy A')] G`.
///
/// Here are the transforms of one dimension. Two dimensions are columns first, then rows: from
/// memory to memory, because a tile of 36 vectors is more than there are registers.
extension KernelVariant {
  /// `B' x`: six inputs.
  @inline(always)
  static func inputTransform(
    _ x: UnsafePointer<Vector>, _ xStride: Int, into t: UnsafeMutablePointer<Vector>,
    _ tStride: Int
  ) {
    let (x1, x2, x3, x4) = (x[xStride], x[2 &* xStride], x[3 &* xStride], x[4 &* xStride])
    let (evens, odds) = (x4.adding(x2, times: -4), x3.adding(x1, times: -4))
    let (farEvens, farOdds) = (x4 - x2, x3 - x1)
    t[0] = x4.adding(x2, times: -5).adding(x[0], times: 4)
    t[tStride] = evens + odds
    t[2 &* tStride] = evens - odds
    t[3 &* tStride] = farEvens.adding(farOdds, times: 2)
    t[4 &* tStride] = farEvens.adding(farOdds, times: -2)
    t[5 &* tStride] = x[5 &* xStride].adding(x3, times: -5).adding(x1, times: 4)
  }

  /// `B t`: the gradient with respect to six inputs.
  @inline(always)
  static func inputTransformGradient(_ t: UnsafePointer<Vector>, _ stride: Int) -> Line<6> {
    let (t0, t5) = (t[0], t[5 &* stride])
    let (sum, difference) = (t[stride] + t[2 &* stride], t[stride] - t[2 &* stride])
    let (far3, far4) = (t[3 &* stride], t[4 &* stride])
    let (farSum, farDifference) = (far3 + far4, far3 - far4)
    return [
      t0 * 4,
      ((t5 - difference) * 4).adding(farDifference, times: -2),
      (-farSum).adding(sum, times: -4).adding(t0, times: -5),
      difference.adding(farDifference, times: 2).adding(t5, times: -5),
      t0 + sum + farSum,
      t5,
    ]
  }

  /// `A' m`: four outputs.
  @inline(always)
  static func outputTransform(_ m: UnsafePointer<Vector>, _ stride: Int) -> Line<4> {
    let (sum, difference) = (m[stride] + m[2 &* stride], m[stride] - m[2 &* stride])
    let (far3, far4) = (m[3 &* stride], m[4 &* stride])
    let (farSum, farDifference) = (far3 + far4, far3 - far4)
    return [
      m[0] + sum + farSum,
      difference.adding(farDifference, times: 2),
      sum.adding(farSum, times: 4),
      (difference + m[5 &* stride]).adding(farDifference, times: 8),
    ]
  }

  /// `A y`: that of the gradient with respect to four outputs.
  @inline(always)
  static func outputTransformGradient(
    _ y: UnsafePointer<Vector>, _ yStride: Int, into m: UnsafeMutablePointer<Vector>,
    _ mStride: Int
  ) {
    let (y0, y1, y2, y3) = (y[0], y[yStride], y[2 &* yStride], y[3 &* yStride])
    let (evens, odds) = (y0 + y2, y1 + y3)
    let (farEvens, farOdds) = (y0.adding(y2, times: 4), y1.adding(y3, times: 4))
    m[0] = y0
    m[mStride] = evens + odds
    m[2 &* mStride] = evens - odds
    m[3 &* mStride] = farEvens.adding(farOdds, times: 2)
    m[4 &* mStride] = farEvens.adding(farOdds, times: -2)
    m[5 &* mStride] = y3
  }

  /// `G w`: three weights.
  @inline(always)
  static func weightTransform(
    _ w: UnsafePointer<Vector>, _ wStride: Int, into u: UnsafeMutablePointer<Vector>,
    _ uStride: Int
  ) {
    let (w0, w1, w2) = (w[0], w[wStride], w[2 &* wStride])
    let (ends, far) = (w0 + w2, w0.adding(w2, times: 4))
    u[0] = w0 * 0.25
    u[uStride] = (ends + w1) * (-1 / 6)
    u[2 &* uStride] = (ends - w1) * (-1 / 6)
    u[3 &* uStride] = far.adding(w1, times: 2) * (1 / 24)
    u[4 &* uStride] = far.adding(w1, times: -2) * (1 / 24)
    u[5 &* uStride] = w2
  }

  /// `G' u`: the gradient with respect to three weights.
  @inline(always)
  static func weightTransformGradient(
    _ u: UnsafePointer<Vector>, _ uStride: Int, into w: UnsafeMutablePointer<Vector>,
    _ wStride: Int
  ) {
    let (u1, u2, u3, u4) = (u[uStride], u[2 &* uStride], u[3 &* uStride], u[4 &* uStride])
    let (sum, farSum) = (u1 + u2, u3 + u4)
    w[0] = (sum * (-1 / 6)).adding(farSum, times: 1 / 24).adding(u[0], times: 0.25)
    w[wStride] = ((u2 - u1) * (1 / 6)).adding(u3 - u4, times: 1 / 12)
    w[2 &* wStride] = (sum * (-1 / 6)).adding(farSum, times: 1 / 6) + u[5 &* uStride]
  }

  /// A few vectors in registers.
  typealias Line<let size: Int> = InlineArray<size, Vector>
}
