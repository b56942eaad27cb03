package import RecognizerKernelInterface

extension KernelVariant {
  /// `output[i] = input[i] / (1 - probability)`, or zero with that probability; backward is the same
  /// map of the gradient.
  ///
  /// - input, output: `[count]` vectors
  ///
  /// The mask is a hash of the key and the element's number, so backward computes it again
  /// instead of keeping it.
  package static func drop(
    count: Int, probability: Float, key: UInt64, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let scale = Vector(repeating: 1 / (1 - probability))
    // Of 2 ** 24 equally likely numbers, these many mean "dropped".
    let dropped = SIMD16<UInt32>(repeating: UInt32(probability * 16_777_216))
    let low = UInt32(truncatingIfNeeded: key)
    let high = UInt32(truncatingIfNeeded: key >> 32)
    var counter = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    for i in 0..<count {
      let keeps = (mixed(mixed(counter ^ low) ^ high) &>> 8) .>= dropped
      output[i] = (input[i] * scale).zeroed(unless: keeps)
      counter &+= 16
    }
  }

  /// The final mix of MurmurHash3 (Appleby 2011): every input bit changes half the output bits.
  @inline(always)
  private static func mixed(_ value: SIMD16<UInt32>) -> SIMD16<UInt32> {
    var hash = value
    hash ^= hash &>> 16
    hash &*= 0x85EB_CA6B
    hash ^= hash &>> 13
    hash &*= 0xC2B2_AE35
    hash ^= hash &>> 16
    return hash
  }
}
