import RecognizerKernelInterface

// The functions of a convolution's sums, or of normalised features, before they reach memory: a bias
// and an affine function for each channel, ReLU and pooling.

/// A channel's bias, and after it its affine function if it has one.
struct ChannelShift {
  private let bias: Vector
  private let factor: Vector
  private let offset: Vector

  @inline(always)
  init(_ channel: Int, _ bias: UnsafePointer<Float>?, _ affine: ChannelAffine?) {
    self.bias = Vector(repeating: bias.map { $0[channel] } ?? 0)
    factor = Vector(repeating: affine.map { $0.factors[channel] } ?? 1)
    offset = Vector(repeating: affine.map { $0.offsets[channel] } ?? 0)
  }

  /// The value of a sum.
  @inline(always)
  func callAsFunction(_ sum: Vector) -> Vector { offset.adding(sum + bias, times: factor) }
}

extension KernelVariant {
  /// ReLU and the largest of the four values of a window, given row by row.
  ///
  /// Stores who won, or 4 where nobody is above zero, if asked to.
  @inline(always)
  static func storeWindow(
    _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let (upper, lower) = (larger(a, b), larger(c, d))
    let largest = larger(larger(upper, lower), .zero)
    output.pointee = largest
    guard let argmax else { return }
    // The first of equals wins: later ones are written first. Numbers travel as bit patterns of
    // floats, so that choosing them takes the comparison's mask as it is.
    var winner = code(3)
    winner.replace(with: code(2), where: c .== largest)
    winner.replace(with: code(1), where: b .== largest)
    winner.replace(with: code(0), where: a .== largest)
    winner.replace(with: code(4), where: largest .== .zero)
    let bits = unsafeBitCast(winner, to: SIMD16<UInt32>.self)
    var numbers = ArgmaxVector()
    for lane in 0..<16 { numbers[lane] = UInt8(truncatingIfNeeded: bits[lane]) }
    argmax.pointee = numbers
  }

  // MARK: - Gradient

  /// A window's gradient where an element won and zero elsewhere, for its four elements.
  @inline(always)
  static func routed(_ gradient: Vector, _ winner: ArgmaxVector) -> Line<4> {
    // Lane by lane: the library's conversion would be a function that the variants share.
    var bits = SIMD16<UInt32>()
    for lane in 0..<16 { bits[lane] = UInt32(winner[lane]) | codeBase }
    let winner = unsafeBitCast(bits, to: Vector.self)
    return [
      gradient.zeroed(unless: winner .== code(0)), gradient.zeroed(unless: winner .== code(1)),
      gradient.zeroed(unless: winner .== code(2)), gradient.zeroed(unless: winner .== code(3)),
    ]
  }

  // MARK: - Codes

  /// A one with the number in its last bits: the number itself would be a denormal float, which
  /// the processor may take for zero.
  @inline(always)
  private static func code(_ number: UInt32) -> Vector {
    Vector(repeating: Float(bitPattern: codeBase | number))
  }

  @inline(always)
  private static var codeBase: UInt32 { 0x3F80_0000 }

  @inline(always)
  private static func larger(_ a: Vector, _ b: Vector) -> Vector {
    b.replacing(with: a, where: a .> b)
  }
}
