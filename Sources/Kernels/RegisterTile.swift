import RecognizerKernelInterface

/// Sums that stay in registers: a few outputs by a few positions.
///
/// With both sizes known to the compiler the loops over a tile unroll and no element touches
/// memory. AVX-512 has 32 registers of sixteen floats, so 24 sums leave room for one row of inputs
/// and a weight; AVX2 has 16 of eight floats, so 6 sums; the baseline 16 of four, so 3.
typealias RegisterTile<let rows: Int, let columns: Int> =
  InlineArray<rows, InlineArray<columns, Vector>>

extension InlineArray {
  /// A tile with one vector everywhere.
  @inline(always)
  init<let columns: Int>(repeating vector: Vector)
  where Element == InlineArray<columns, Vector> {
    self.init(repeating: InlineArray<columns, Vector>(repeating: vector))
  }
}

/// A number as a type, so that a call can choose the size of a tile.
enum Count<let value: Int> {
  /// The number as a value.
  @inline(always)
  static var number: Int { value }
}
