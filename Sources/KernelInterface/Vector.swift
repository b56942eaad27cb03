/// One feature of the sixteen samples of a block: what every kernel computes with.
package typealias Vector = SIMD16<Float>

/// For each sample, which element of a window of 2x2 was the largest, in reading order; 4 where
/// no gradient passes.
package typealias ArgmaxVector = SIMD16<UInt8>
