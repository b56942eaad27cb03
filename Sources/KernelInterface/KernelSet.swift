/// One feature of the sixteen samples of a block: what every kernel computes with.
package typealias Vector = SIMD16<Float>

/// For each sample, which element of a window of 2x2 was the largest, in reading order; 4 where
/// no gradient passes.
package typealias ArgmaxVector = SIMD16<UInt8>

/// The inner loops, for one instruction set.
///
/// The same source implements this protocol once for each variant; its witness table is the table of
/// function pointers that is chosen once, at start. A *block* holds sixteen samples feature by
/// feature: feature `f` is vector `f` of the block. `[a][b] vectors` are rows of `b` vectors, row
/// after row; without a word behind them they are floats. Pointers to vectors are aligned to 64
/// bytes. Sizes are checked by the callers; nothing here checks them again. Nothing here allocates:
/// scratch comes from the caller.
package protocol KernelSet: Sendable, ConvolutionKernels, WinogradKernels, DenseKernels,
  PoolingKernels,
  BatchNormalizationKernels, ElementwiseKernels, EquilibriumKernels, SingleImageKernels,
  LossKernels, OptimizerKernels, LoadingKernels
{
  /// `baseline`, `avx2` or `avx512`.
  static var name: String { get }
}

/// Samples to blocks and back.
package protocol LoadingKernels {
  /// Sixteen rows of `count` floats, `rowStride` apart, into `count` vectors.
  static func transpose(
    count: Int, _ rows: UnsafePointer<Float>, rowStride: Int,
    into output: UnsafeMutablePointer<Vector>)

  /// `count` vectors into sixteen rows, `rowStride` apart, each rounded up to sixteen with zeros.
  static func transposeBack(
    count: Int, _ input: UnsafePointer<Vector>, into rows: UnsafeMutablePointer<Float>,
    rowStride: Int)

  /// `output = factor * pixel + offset`, for `count` pixels.
  static func scalePixels(
    count: Int, factor: Float, offset: Float, _ pixels: UnsafePointer<UInt8>,
    into output: UnsafeMutablePointer<Float>)
}
