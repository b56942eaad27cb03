import NeuralNet
import RecognizerKernelInterface
import RecognizerRandomNumbers
import Testing

/// Winograd's algorithm for one sample, against the direct sums of the same kernels.
@Suite struct SingleImageWinogradTests {
  @Test(arguments: KernelChoice.availableNames, 0..<15)
  func agreesWithTheDirectSums(variant: String, seed: Int) throws {
    let kernels = try #require(KernelChoice.named(variant))
    var generator = SplitMix64(seed: UInt64(seed), stream: 11)
    let inputs = Int.random(in: 1...50, using: &generator)
    let outputVectors = Int.random(in: 1...5, using: &generator)
    let (rows, columns) = (
      Int.random(in: 1...14, using: &generator), Int.random(in: 1...14, using: &generator)
    )
    // Margins as a padded layer behind it has them.
    let margin = Int.random(in: 0...1, using: &generator)
    let outputLayout = PlaneLayout(
      row: columns + 2 * margin, plane: (rows + 2 * margin) * (columns + 2 * margin))
    let geometry = SingleImageConvolutionGeometry(
      inputChannels: inputs,
      input: PlaneLayout(row: columns + 2, plane: (rows + 2) * (columns + 2)),
      kernelHeight: 3, kernelWidth: 3, stride: 1, outputVectors: outputVectors,
      output: outputLayout, outputHeight: rows, outputWidth: columns, rectifies: seed % 2 == 0)

    let input = Guarded(geometry.inputVectors * geometry.input.plane)
    let weights = Guarded(9 * inputs * outputVectors)
    let bias = Guarded(outputVectors)
    for buffer in [input, weights, bias] {
      let floats = buffer.floats
      for index in 0..<16 * buffer.count {
        floats[index] = Float(generator.uniform(in: -1...1))
      }
    }
    let transformed = Guarded(36 * inputs * outputVectors)
    let scratch = Guarded(max(18, geometry.winogradScratch))
    let (direct, fast) = (
      Guarded(outputVectors * outputLayout.plane), Guarded(outputVectors * outputLayout.plane)
    )
    let place = margin * (outputLayout.row + 1)
    kernels.convolveSingleImage(
      geometry, input.vectors, weights: weights.vectors, bias: bias.vectors,
      into: direct.vectors + place)
    kernels.winogradTransformSingleImageWeights(
      geometry, weights.vectors, scratch: scratch.vectors, into: transformed.vectors)
    kernels.winogradConvolveSingleImage(
      geometry, input.vectors, weights: transformed.vectors, bias: bias.vectors,
      scratch: scratch.vectors, into: fast.vectors + place)

    var largest: Float = 0
    let (expected, found) = (direct.floats, fast.floats)
    for index in 0..<16 * direct.count {
      largest = max(largest, abs(expected[index] - found[index]))
    }
    // Sums of 9 * inputs products of numbers below one.
    #expect(largest < 1.5e-5 * Float(9 * inputs).squareRoot(), "\(geometry)")
    for buffer in [input, weights, bias, transformed, scratch, direct, fast] {
      #expect(buffer.isIntact, "\(geometry)")
    }
  }
}
