import RecognizerKernelInterface

/// Sums that stay in registers: a few outputs by a few positions.
///
/// With both sizes known to the compiler the loops over a tile unroll and no element touches
/// memory.
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

// MARK: - Sizes

/// The sizes of all tiles, for each instruction set.
///
/// AVX-512 has 32 registers of sixteen floats, so 24 sums leave room for one row of inputs and a
/// weight; AVX2 has 16 of eight floats, so 6 sums; the baseline 16 of four, so 3.
enum Tiles {
  #if AVX512
    /// Vectors of sums that fit the registers beside what they are computed from.
    @inline(always)
    static var sums: Int { 24 }

    /// Output channels of a convolution.
    typealias ConvolutionChannels = TileSizes<4, 2, 1, 0>
    /// Columns of a convolution.
    typealias ConvolutionColumns = TileSizes<6, 4, 2, 1>
    /// Neighbouring taps of a row of the window, for the gradient with respect to the weights.
    typealias ConvolutionTaps = TileSizes<5, 3, 2, 1>
    /// Products of the features in a window.
    typealias Moments = TileSizes<9, 4, 2, 1>

    /// Columns of a matrix product.
    typealias ProductColumns = TileSizes<4, 3, 2, 1>
    /// Rows of a matrix product, by the columns of the tile.
    typealias ProductRowsBy4 = TileSizes<6, 2, 1, 0>
    typealias ProductRowsBy3 = TileSizes<8, 2, 1, 0>
    typealias ProductRowsBy2 = TileSizes<12, 2, 1, 0>
    typealias ProductRowsBy1 = TileSizes<12, 2, 1, 0>

    /// Vectors of columns of an outer product.
    typealias OuterProductVectors = TileSizes<4, 2, 1, 0>
    /// Rows of an outer product, by the vectors of the tile.
    typealias OuterProductRowsBy4 = TileSizes<6, 1, 0, 0>
    typealias OuterProductRowsBy2 = TileSizes<8, 1, 0, 0>
    typealias OuterProductRowsBy1 = TileSizes<3, 1, 0, 0>

    /// Vectors of output channels of a single image's convolution.
    typealias SingleImageVectors = TileSizes<4, 2, 1, 0>
    /// The same where a row has a single column: only more channels keep the multiply-add units
    /// busy.
    typealias SingleImageVectorsOfOneColumn = TileSizes<8, 4, 2, 1>
  #elseif FMA
    @inline(always)
    static var sums: Int { 6 }

    typealias ConvolutionChannels = TileSizes<2, 1, 0, 0>
    typealias ConvolutionColumns = TileSizes<3, 2, 1, 0>
    typealias ConvolutionTaps = TileSizes<3, 2, 1, 0>
    typealias Moments = TileSizes<5, 3, 2, 1>

    typealias ProductColumns = TileSizes<2, 1, 0, 0>
    typealias ProductRowsBy4 = TileSizes<1, 0, 0, 0>
    typealias ProductRowsBy3 = TileSizes<2, 1, 0, 0>
    typealias ProductRowsBy2 = TileSizes<3, 2, 1, 0>
    typealias ProductRowsBy1 = TileSizes<6, 2, 1, 0>

    typealias OuterProductVectors = TileSizes<2, 1, 0, 0>
    typealias OuterProductRowsBy4 = TileSizes<1, 0, 0, 0>
    typealias OuterProductRowsBy2 = TileSizes<3, 1, 0, 0>
    typealias OuterProductRowsBy1 = TileSizes<3, 1, 0, 0>

    typealias SingleImageVectors = TileSizes<2, 1, 0, 0>
    typealias SingleImageVectorsOfOneColumn = TileSizes<2, 1, 0, 0>
  #else
    @inline(always)
    static var sums: Int { 3 }

    typealias ConvolutionChannels = TileSizes<1, 0, 0, 0>
    typealias ConvolutionColumns = TileSizes<3, 2, 1, 0>
    typealias ConvolutionTaps = TileSizes<3, 2, 1, 0>
    typealias Moments = TileSizes<2, 1, 0, 0>

    typealias ProductColumns = TileSizes<1, 0, 0, 0>
    typealias ProductRowsBy4 = TileSizes<1, 0, 0, 0>
    typealias ProductRowsBy3 = TileSizes<1, 0, 0, 0>
    typealias ProductRowsBy2 = TileSizes<1, 0, 0, 0>
    typealias ProductRowsBy1 = TileSizes<3, 2, 1, 0>

    typealias OuterProductVectors = TileSizes<1, 0, 0, 0>
    typealias OuterProductRowsBy4 = TileSizes<1, 0, 0, 0>
    typealias OuterProductRowsBy2 = TileSizes<1, 0, 0, 0>
    typealias OuterProductRowsBy1 = TileSizes<3, 1, 0, 0>

    typealias SingleImageVectors = TileSizes<1, 0, 0, 0>
    typealias SingleImageVectorsOfOneColumn = TileSizes<1, 0, 0, 0>
  #endif
}

// MARK: - Dispatch

/// A number as a type, so that a call can choose the size of a tile.
enum Count<let value: Int> {
  /// The number as a value.
  @inline(always)
  static var number: Int { value }
}

/// The sizes that tiles along one side may have: descending to one, then zeros.
enum TileSizes<let first: Int, let second: Int, let third: Int, let fourth: Int> {}

/// A loop body for tiles of any size; a closure could not be generic over it.
protocol TileBody {
  /// Works on the `size` elements from `first` on.
  func tile<let size: Int>(_ size: Count<size>.Type, at first: Int)
}

/// Cuts `0..<count` into tiles, each the largest that fits.
@inline(always)
func forEachTile<let a: Int, let b: Int, let c: Int, let d: Int>(
  of count: Int, _: TileSizes<a, b, c, d>.Type, _ body: some TileBody
) {
  var first = 0
  forEachTile(Count<a>.self, of: count, from: &first, body)
  forEachTile(Count<b>.self, of: count, from: &first, body)
  forEachTile(Count<c>.self, of: count, from: &first, body)
  forEachTile(Count<d>.self, of: count, from: &first, body)
}

/// Tiles of one size from `first` on, as many as fit.
@inline(always)
private func forEachTile<let size: Int>(
  _ size: Count<size>.Type, of count: Int, from first: inout Int, _ body: some TileBody
) {
  guard size.number > 0 else { return }
  while first &+ size.number <= count {
    body.tile(size, at: first)
    first &+= size.number
  }
}
