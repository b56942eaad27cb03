/// Numbers that a formula gives, the same bits in every language: a network's weights and inputs
/// need no file.
///
/// Number `i` of the stream called `name` is output `i` of SplitMix64 (Steele, Lea and Flood
/// 2014) seeded with the FNV-1a hash of the name's UTF-8.
public struct HashedValues: Sendable {
  private let seed: UInt64

  /// The stream called `name`.
  public init(_ name: String) {
    seed = name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Number `index` of the stream.
  public subscript(index: Int) -> UInt64 {
    var z = seed &+ (UInt64(index) &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// `count` floats `center + scale * u`, `u` uniform in `[-1, 1)` with 24 bits.
  ///
  /// Each operation rounds once to single precision.
  public func floats(_ count: Int, center: Float = 0, scale: Float = 1) -> [Float] {
    (0..<count).map { index in
      let unit = Float(self[index] >> 40) * 0x1p-23 - 1
      return center + scale * unit
    }
  }

  /// `count` doubles in `[-scale, scale)`.
  public func doubles(_ count: Int, scale: Double = 1) -> [Double] {
    floats(count).map { scale * Double($0) }
  }
}
