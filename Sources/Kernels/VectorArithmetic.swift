import RecognizerKernelInterface

extension SIMD16<Float> {
  /// The first and the last eight elements.
  ///
  /// The library's own halves are functions that the variants would share where they are not inlined.
  @inline(always)
  var halves: (low: SIMD8<Float>, high: SIMD8<Float>) {
    unsafeBitCast(self, to: (low: SIMD8<Float>, high: SIMD8<Float>).self)
  }

  /// The sum of the elements, added pairwise from the outside in.
  @inline(always)
  var total: Float {
    let eight = halves.low + halves.high
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// Sixteen floats from memory of any alignment.
  @inline(always)
  init(unaligned floats: UnsafePointer<Float>) {
    self = UnsafeRawPointer(floats).loadUnaligned(as: Self.self)
  }

  /// Stores to memory of any alignment.
  @inline(always)
  func store(unaligned floats: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(floats).storeBytes(of: self, as: Self.self)
  }
}

/// Four sums that begin at zero.
///
/// Spelled out: `repeating` could be a function of the library, which the variants must not share
/// (the linker keeps one of them, for whichever instruction set).
@inline(always)
var fourZeros: InlineArray<4, Vector> { [.zero, .zero, .zero, .zero] }

/// `exp(x)` to about two units in the last place, zero below -87 and infinite above 88.7.
///
/// `x = n log 2 + r` with `|r| <= log(2) / 2`; the logarithm is subtracted in two parts (Cody and
/// Waite 1980) and `exp(r)` is a Taylor polynomial of degree seven, whose error there is below
/// 1e-8. No library function takes a vector.
@inline(always)
func exponential(_ x: Vector) -> Vector {
  // Not the library's `clamped`: each variant would emit a copy of it under one name, and the
  // linker could keep the one that this processor cannot run.
  let (least, largest) = (Vector(repeating: -87.3), Vector(repeating: 88.7))
  let limited = x.replacing(with: least, where: x .< least)
    .replacing(with: largest, where: x .> largest)
  // Adding 1.5 * 2 ** 23 rounds to a whole number, which then stands in the lowest bits.
  let magic = Vector(repeating: 12_582_912)
  let rounded = magic.adding(limited, times: Vector(repeating: 1.442_695_04))
  let n = rounded - magic
  let r =
    limited
    .adding(n, times: Vector(repeating: -0.693_359_375))
    .adding(n, times: Vector(repeating: 2.121_944_4e-4))
  // Horner's scheme, from the highest power down.
  var sum = Vector(repeating: 1.0 / 5040)
  sum = Vector(repeating: 1.0 / 720).adding(sum, times: r)
  sum = Vector(repeating: 1.0 / 120).adding(sum, times: r)
  sum = Vector(repeating: 1.0 / 24).adding(sum, times: r)
  sum = Vector(repeating: 1.0 / 6).adding(sum, times: r)
  sum = Vector(repeating: 0.5).adding(sum, times: r)
  sum = Vector(repeating: 1).adding(sum, times: r)
  sum = Vector(repeating: 1).adding(sum, times: r)
  // 2 ** n in two factors, so that neither leaves the range of exponents.
  let whole =
    unsafeBitCast(rounded, to: SIMD16<Int32>.self)
    &- unsafeBitCast(magic, to: SIMD16<Int32>.self)
  let half = whole &>> 1
  return sum * powerOfTwo(half) * powerOfTwo(whole &- half)
}

/// `2 ** n` for `-126 <= n <= 127`.
@inline(always)
private func powerOfTwo(_ n: SIMD16<Int32>) -> Vector {
  unsafeBitCast((n &+ 127) &<< 23, to: Vector.self)
}
