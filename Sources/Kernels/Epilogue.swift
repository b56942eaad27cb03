import RecognizerKernelInterface

// The functions of a convolution's sums, or of normalised features, before they reach memory: a bias
// and an affine function for each channel, ReLU and pooling.

/// A channel's bias, and after it its affine function if it has one.
struct ChannelShift {
  private let bias: Vector
  private let factor: Vector
  private let offset: Vector
  private let isScaled: Bool

  @inline(always)
  init(_ channel: Int, _ bias: UnsafePointer<Float>?, _ affine: ChannelAffine?) {
    self.bias = Vector(repeating: bias.map { $0[channel] } ?? 0)
    factor = Vector(repeating: affine.map { $0.factors[channel] } ?? 1)
    offset = Vector(repeating: affine.map { $0.offsets[channel] } ?? 0)
    isScaled = affine != nil
  }

  /// The value of a sum.
  @inline(always)
  func callAsFunction(_ sum: Vector) -> Vector {
    isScaled ? offset.adding(sum + bias, times: factor) : sum + bias
  }
}

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

  // MARK: - Gradient

  /// A window's gradient goes to the element that won.
  @inline(always)
  static func routeGradient(
    _ gradient: Vector, _ winner: ArgmaxVector, into window: UnsafeMutablePointer<Vector>,
    rowStride: Int
  ) {
    let gradients = routed(gradient, winner)
    window[0] = gradients[0]
    window[1] = gradients[1]
    window[rowStride] = gradients[2]
    window[rowStride &+ 1] = gradients[3]
  }

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

  /// The gradient with respect to 4x4 sums of a convolution, from that with respect to the output
  /// of its epilogue; zero where the tile hangs over the edge.
  ///
  /// - outputGradient: `[channels][height][width]` vectors, or half the rows and columns where they
  ///   are pooled
  /// - patch: `[4][4]` vectors
  @inline(always)
  static func loadGradient(
    _ outputGradient: EpilogueGradient, channel: Int, row: Int, column: Int, height: Int,
    width: Int,
    into patch: UnsafeMutablePointer<Vector>
  ) {
    let isWhole = row + 4 <= height && column + 4 <= width
    if !isWhole { patch.update(repeating: .zero, count: 16) }
    switch outputGradient {
    case .none(let gradient):
      let source = gradient + (channel * height + row) * width + column
      for y in 0..<min(4, height - row) {
        for x in 0..<4 where isWhole || x < width - column {
          patch[4 &* y &+ x] = source[y &* width &+ x]
        }
      }
    case .relu(let gradient, let output):
      let first = (channel * height + row) * width + column
      for y in 0..<min(4, height - row) {
        for x in 0..<4 where isWhole || x < width - column {
          let index = first &+ y &* width &+ x
          patch[4 &* y &+ x] = gradient[index].zeroed(unless: output[index] .> 0)
        }
      }
    case .reluMaxPool(let gradient, let argmax):
      let (poolHeight, poolWidth) = (height / 2, width / 2)
      let first = (channel &* poolHeight &+ row / 2) &* poolWidth &+ column / 2
      for y in 0..<max(0, min(2, poolHeight &- row / 2)) {
        for x in 0..<2 where x < poolWidth &- column / 2 {
          let index = first &+ y &* poolWidth &+ x
          routeGradient(
            gradient[index], argmax[index], into: patch + 8 * y + 2 * x, rowStride: 4)
        }
      }
    }
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
