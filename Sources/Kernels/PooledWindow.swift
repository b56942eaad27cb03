import RecognizerKernelInterface

extension KernelVariant {
  /// ReLU and the largest of the four values of a window, given row by row.
  ///
  /// Stores who won, or 4 where nobody is above zero, if asked to.
  @inline(always)
  static func storeWindow(
    _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector, at index: Int,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let (upper, lower) = (larger(a, b), larger(c, d))
    let largest = larger(larger(upper, lower), .zero)
    output[index] = largest
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
    argmax[index] = numbers
  }

  /// A window's gradient goes to the element that won.
  @inline(always)
  static func routeGradient(
    _ gradient: Vector, _ winner: ArgmaxVector, into window: UnsafeMutablePointer<Vector>,
    rowStride: Int
  ) {
    // Lane by lane: the library's conversion would be a function that the variants share.
    var bits = SIMD16<UInt32>()
    for lane in 0..<16 { bits[lane] = UInt32(winner[lane]) | codeBase }
    let winner = unsafeBitCast(bits, to: Vector.self)
    window[0] = gradient.zeroed(unless: winner .== code(0))
    window[1] = gradient.zeroed(unless: winner .== code(1))
    window[rowStride] = gradient.zeroed(unless: winner .== code(2))
    window[rowStride &+ 1] = gradient.zeroed(unless: winner .== code(3))
  }

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
