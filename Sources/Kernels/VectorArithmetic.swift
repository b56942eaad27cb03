import RecognizerKernelInterface

extension SIMD16<Float> {
  /// `self + a * b`: one instruction where the variant has fused multiply-add.
  ///
  /// Elsewhere `addingProduct` would call a library function for each element.
  @inline(always)
  func adding(_ a: Self, times b: Self) -> Self {
    #if FMA
      addingProduct(a, b)
    #else
      self + a * b
    #endif
  }

  /// The sum of the elements, added pairwise from the outside in.
  @inline(always)
  var total: Float {
    let eight = lowHalf + highHalf
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

  /// `self` where the mask is true, zero elsewhere.
  @inline(always)
  func zeroed(unless mask: SIMDMask<SIMD16<Int32>>) -> Self {
    Self.zero.replacing(with: self, where: mask)
  }
}
