import RecognizerKernelInterface
import RecognizerRandomNumbers

/// The largest factor by which a linear map stretches a vector, by power iteration.
///
/// The vector is kept from step to step, because weights move little in one: a single round goes
/// on from the last (Miyato et al. 2018).
struct SpectralNorm {
  /// The vector so far, of length one; zeros at the very start.
  let vector: UnsafeMutablePointer<Float>
  let count: Int

  /// Rounds from a vector that knows nothing yet.
  private static let firstRounds = 30

  typealias Map = (
    _ input: UnsafeMutablePointer<Vector>, _ output: UnsafeMutablePointer<Vector>,
    _ isAdjoint: Bool
  ) -> Void

  /// The norm as far as the vector tells, never more than it is; improves the vector.
  ///
  /// - Parameters:
  ///   - scratch: `2 * count` vectors; the map works on blocks, of which one sample is used.
  ///   - map: the linear map or its adjoint.
  func estimate(scratch: UnsafeMutablePointer<Vector>, map: Map) -> Float {
    let (input, output) = (scratch, scratch + count)
    var rounds = 1
    if isZero {
      var generator = SplitMix64(seed: 1)
      for i in 0..<count { vector[i] = generator.uniform(in: -1...1) }
      rounds = Self.firstRounds
    }
    for _ in 0..<rounds {
      load(into: input)
      map(input, output, false)
      map(output, input, true)
      store(from: input)
    }
    load(into: input)
    map(input, output, false)
    return length(of: output)
  }

  private var isZero: Bool {
    for i in 0..<count where vector[i] != 0 { return false }
    return true
  }

  private func load(into block: UnsafeMutablePointer<Vector>) {
    block.update(repeating: .zero, count: count)
    for i in 0..<count { block[i][0] = vector[i] }
  }

  private func store(from block: UnsafeMutablePointer<Vector>) {
    let length = length(of: block)
    guard length > 0 else { return }
    for i in 0..<count { vector[i] = block[i][0] / length }
  }

  private func length(of block: UnsafeMutablePointer<Vector>) -> Float {
    var sum: Float = 0
    for i in 0..<count { sum += block[i][0] * block[i][0] }
    return sum.squareRoot()
  }
}
