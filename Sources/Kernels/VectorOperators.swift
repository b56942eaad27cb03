import Builtin

// The library's operators of SIMD16<Float> are loops over its elements, which the optimiser has to
// find again and to put together. Mostly it does. Where a vector comes from one float, or in a
// large function, it often does not, and a sum becomes some twenty instructions. These say what is
// meant; being of the concrete type, they are chosen before the library's.

extension SIMD16<Float> {
  @_transparent
  static func + (a: Self, b: Self) -> Self {
    Self(Builtin.fadd_Vec16xFPIEEE32(a.register, b.register))
  }

  @_transparent
  static func - (a: Self, b: Self) -> Self {
    Self(Builtin.fsub_Vec16xFPIEEE32(a.register, b.register))
  }

  @_transparent
  static func * (a: Self, b: Self) -> Self {
    Self(Builtin.fmul_Vec16xFPIEEE32(a.register, b.register))
  }

  @_transparent
  static func - (a: Self, b: Float) -> Self { a - Self(repeating: b) }

  @_transparent
  static func * (a: Self, b: Float) -> Self { a * Self(repeating: b) }

  @_transparent
  static func * (a: Float, b: Self) -> Self { Self(repeating: a) * b }

  @_transparent
  static prefix func - (a: Self) -> Self { Self(Builtin.fneg_Vec16xFPIEEE32(a.register)) }

  @_transparent
  static func += (a: inout Self, b: Self) { a = a + b }

  /// `self + a * b`: one instruction where the variant has fused multiply-add.
  @_transparent
  func adding(_ a: Self, times b: Self) -> Self {
    #if FMA
      Self(Builtin.int_fma_Vec16xFPIEEE32(a.register, b.register, register))
    #else
      self + a * b
    #endif
  }

  @_transparent
  func adding(_ a: Self, times b: Float) -> Self { adding(a, times: Self(repeating: b)) }

  /// `other` where the mask is true, `self` elsewhere.
  @_transparent
  func replacing(with other: Self, where mask: SIMDMask<SIMD16<Int32>>) -> Self {
    // A true lane of a mask is a negative number.
    Self(
      Builtin.select_Vec16xInt1_Vec16xFPIEEE32(
        Builtin.cmp_slt_Vec16xInt32(mask._storage._storage._value, Builtin.zeroInitializer()),
        other.register, register))
  }

  /// `self` where the mask is true, zero elsewhere.
  @_transparent
  func zeroed(unless mask: SIMDMask<SIMD16<Int32>>) -> Self {
    Self.zero.replacing(with: self, where: mask)
  }

  @_transparent
  private var register: Builtin.Vec16xFPIEEE32 { _storage._value }

  @_transparent
  private init(_ register: Builtin.Vec16xFPIEEE32) { self = unsafeBitCast(register, to: Self.self) }
}
