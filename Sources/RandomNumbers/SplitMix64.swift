/// The SplitMix64 generator: 64 bits of state, the same numbers on every machine for one seed.
///
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. All
/// randomness of the package comes from it. Streams that must not depend on each other, such as one
/// for each sample and epoch, start from ``mixed(_:)`` of their numbers.
package struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// A generator that starts from `seed`.
  package init(seed: UInt64) { state = seed }

  /// A generator for one of many independent streams of `seed`.
  package init(seed: UInt64, stream first: Int, _ second: Int = 0) {
    let stream = Self.mixed(UInt64(truncatingIfNeeded: first) &+ Self.increment)
    let inner = Self.mixed(UInt64(truncatingIfNeeded: second) &+ stream)
    state = Self.mixed(seed &+ inner)
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// The generator's output function: each bit of `value` changes half the bits of the result.
  package static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A uniformly distributed number in `[0, 1)`, of 24 random bits.
  package mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A uniformly distributed number in the range.
  package mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }
}
