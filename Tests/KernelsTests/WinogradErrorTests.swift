import NeuralNet
import RecognizerKernelInterface
import RecognizerTestSupport
import Testing

/// Winograd's algorithm rounds more often than the direct sums; how much that costs is bounded.
@Suite struct WinogradErrorTests {
  @Test(arguments: KernelChoice.availableNames, [(32, 64, 24), (64, 64, 8), (9, 8, 5)])
  func forward(variant: String, sizes: (inputs: Int, outputs: Int, side: Int)) {
    guard let kernels = KernelChoice.named(variant) else { return }
    let (inputs, outputs, side) = sizes
    let width = side + 2
    let input = vectors(inputs * width * width, "input")
    let weights = HashedValues("weights").floats(outputs * inputs * 9)
    defer { input.deallocate() }

    let direct = UnsafeMutablePointer<Vector>.allocate(capacity: outputs * side * side)
    let packed = UnsafeMutablePointer<Float>.allocate(capacity: weights.count)
    defer {
      direct.deallocate()
      packed.deallocate()
    }
    kernels.packWeights(
      outputs: outputs, inputs: inputs, taps: 9, flipped: false, weights, into: packed)
    kernels.convolve(
      ConvolutionGeometry(
        inputChannels: inputs, inputWidth: width, inputPlane: width * width, kernel: 3, stride: 1,
        outputChannels: outputs, outputHeight: side, outputWidth: side),
      input, weights: packed, bias: nil, affine: nil, scratch: input, into: direct, argmax: nil)

    let geometry = WinogradGeometry(
      inputChannels: inputs, inputHeight: width, inputWidth: width, padding: 0,
      outputChannels: outputs, epilogue: .none)
    let fast = UnsafeMutablePointer<Vector>.allocate(capacity: outputs * side * side)
    let scratch = UnsafeMutablePointer<Vector>.allocate(capacity: geometry.forwardScratch)
    let transformed = UnsafeMutablePointer<Float>.allocate(capacity: geometry.transformedWeights)
    defer {
      fast.deallocate()
      scratch.deallocate()
      transformed.deallocate()
    }
    scratch.initialize(repeating: .zero, count: geometry.forwardScratch)
    kernels.winogradTransformWeights(
      inputs: inputs, outputs: outputs, weights, scratch: scratch, into: transformed)
    kernels.winogradConvolve(
      geometry, .plain(input), weights: transformed, bias: nil, affine: nil, scratch: scratch,
      into: fast,
      argmax: nil)

    var (largest, error): (Float, Float) = (0, 0)
    for i in 0..<outputs * side * side {
      for lane in 0..<16 {
        largest = max(largest, abs(direct[i][lane]))
        error = max(error, abs(direct[i][lane] - fast[i][lane]))
      }
    }
    // Direct sums of a few hundred products are right to 1e-6 of the largest.
    #expect(error < 1e-5 * largest, "\(error) of \(largest)")
    #expect(largest > 1)
  }

  private func vectors(_ count: Int, _ stream: String) -> UnsafeMutablePointer<Vector> {
    let values = HashedValues(stream).floats(count * 16)
    let vectors = UnsafeMutablePointer<Vector>.allocate(capacity: count)
    for i in 0..<count {
      var vector = Vector.zero
      for lane in 0..<16 { vector[lane] = values[16 * i + lane] }
      vectors[i] = vector
    }
    return vectors
  }
}
