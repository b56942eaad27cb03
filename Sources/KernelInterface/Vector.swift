/// One feature of the sixteen samples of a block: what every kernel computes with.
package typealias Vector = SIMD16<Float>
