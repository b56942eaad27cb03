import NeuralNet
import RecognizerKernelInterface
import RecognizerRandomNumbers
import Testing

/// Kernels are compiled without bounds checks: none may write before or after its buffers.
@Suite struct GuardVectorTests {
  @Test(arguments: KernelChoice.availableNames, 0..<40)
  func directConvolution(variant: String, seed: Int) throws {
    let kernels = try #require(KernelChoice.named(variant))
    var generator = SplitMix64(seed: UInt64(seed), stream: 3)
    let (inputs, outputs) = (
      Int.random(in: 1...9, using: &generator), Int.random(in: 1...9, using: &generator)
    )
    let kernel = Int.random(in: 1...5, using: &generator)
    let stride = Int.random(in: 1...3, using: &generator)
    let height = kernel + Int.random(in: 1...9, using: &generator)
    let width = kernel + Int.random(in: 1...9, using: &generator)
    for epilogue in [Epilogue.none, .relu, .reluMaxPool] {
      let geometry = ConvolutionGeometry(
        inputChannels: inputs, inputWidth: width, inputPlane: height * width, kernel: kernel,
        stride: stride, outputChannels: outputs, outputHeight: (height - kernel) / stride + 1,
        outputWidth: (width - kernel) / stride + 1, epilogue: epilogue)
      let weightCount = outputs * inputs * kernel * kernel
      let sums = outputs * geometry.outputHeight * geometry.outputWidth
      let pooled = outputs * (geometry.outputHeight / 2) * (geometry.outputWidth / 2)
      let isPooled = if case .reluMaxPool = epilogue { true } else { false }
      let (input, weights) = (Guarded(inputs * height * width), Guarded(floats: weightCount))
      let (packed, bias) = (Guarded(floats: weightCount), Guarded(floats: outputs))
      let scratch = Guarded(geometry.scratchCount)
      let (output, argmax) = (Guarded(isPooled ? pooled : sums), Guarded((pooled + 3) / 4))
      let (gradient, dense) = (Guarded(floats: weightCount), Guarded(sums))
      kernels.packWeights(
        outputs: outputs, inputs: inputs, taps: kernel * kernel, flipped: seed % 2 == 0,
        weights.floats, into: packed.floats)
      kernels.convolve(
        geometry, input.vectors, weights: packed.floats, bias: bias.floats,
        affine: ChannelAffine(factors: bias.floats, offsets: bias.floats), scratch: scratch.vectors,
        into: output.vectors, argmax: argmax.argmax)
      kernels.addWeightGradient(
        geometry, input.vectors, outputGradient: dense.vectors, to: gradient.floats)
      kernels.addBiasGradient(
        channels: outputs, size: sums / outputs, outputGradient: dense.vectors, to: bias.floats)
      let dilation = DilationGeometry(
        planes: outputs, height: geometry.outputHeight, width: geometry.outputWidth,
        paddedHeight: geometry.outputHeight + 3, paddedWidth: geometry.outputWidth + 3, offset: 2,
        step: 1)
      let copy = Guarded(outputs * dilation.paddedHeight * dilation.paddedWidth)
      let error: EpilogueGradient =
        switch epilogue {
        case .none: .none(dense.vectors)
        case .relu: .relu(dense.vectors, output: output.vectors)
        case .reluMaxPool: .reluMaxPool(output.vectors, argmax: argmax.argmax)
        }
      kernels.dilateAndPad(dilation, sumsGradient: .output(error), into: copy.vectors)
      for offset in [-2, 0, 1] {
        let spread = DilationGeometry(
          planes: outputs, height: geometry.outputHeight, width: geometry.outputWidth,
          paddedHeight: geometry.outputHeight + 3, paddedWidth: geometry.outputWidth + 3,
          offset: offset, step: stride)
        kernels.dilateAndPad(spread, dense.vectors, into: copy.vectors)
      }
      for buffer in [
        input, weights, packed, bias, scratch, output, argmax, gradient, dense, copy,
      ] { #expect(buffer.isIntact, "\(geometry)") }
    }
  }

  @Test(arguments: KernelChoice.availableNames, 0..<20)
  func winograd(variant: String, seed: Int) throws {
    let kernels = try #require(KernelChoice.named(variant))
    var generator = SplitMix64(seed: UInt64(seed), stream: 4)
    let (inputs, outputs) = (
      Int.random(in: 1...20, using: &generator), Int.random(in: 1...20, using: &generator)
    )
    let padding = Int.random(in: 0...4, using: &generator)
    let height = Int.random(in: max(1, 3 - 2 * padding)...12, using: &generator)
    let width = Int.random(in: max(1, 3 - 2 * padding)...12, using: &generator)
    for epilogue in [Epilogue.none, .relu, .reluMaxPool] {
      let geometry = WinogradGeometry(
        inputChannels: inputs, inputHeight: height, inputWidth: width, padding: padding,
        outputChannels: outputs, epilogue: epilogue)
      let sums = outputs * geometry.outputHeight * geometry.outputWidth
      let pooled = outputs * (geometry.outputHeight / 2) * (geometry.outputWidth / 2)
      let isPooled = if case .reluMaxPool = epilogue { true } else { false }
      let (input, inputGradient) = (
        Guarded(inputs * height * width), Guarded(inputs * height * width)
      )
      let (weights, weightGradient) = (
        Guarded(floats: 9 * inputs * outputs), Guarded(floats: 9 * inputs * outputs)
      )
      let transformed = Guarded(floats: geometry.transformedWeights)
      let weightScratch = Guarded(WinogradGeometry.weightScratch)
      let (forward, backward) = (
        Guarded(geometry.forwardScratch), Guarded(geometry.backwardScratch)
      )
      let (bias, output) = (Guarded(floats: outputs), Guarded(isPooled ? pooled : sums))
      let argmax = Guarded((pooled + 3) / 4)
      kernels.winogradTransformWeights(
        inputs: inputs, outputs: outputs, weights.floats, scratch: weightScratch.vectors,
        into: transformed.floats)
      kernels.winogradConvolve(
        geometry, .plain(input.vectors), weights: transformed.floats, bias: bias.floats,
        affine: ChannelAffine(factors: bias.floats, offsets: bias.floats), scratch: forward.vectors,
        into: output.vectors, argmax: argmax.argmax)
      let gradient: EpilogueGradient =
        switch epilogue {
        case .none: .none(output.vectors)
        case .relu: .relu(output.vectors, output: output.vectors)
        case .reluMaxPool: .reluMaxPool(output.vectors, argmax: argmax.argmax)
        }
      kernels.addWinogradGradients(
        geometry, .plain(input.vectors), weights: transformed.floats,
        sumsGradient: .output(gradient), scratch: backward.vectors,
        weightGradient: weightGradient.floats, biasGradient: bias.floats,
        inputGradient: .plain(inputGradient.vectors))
      for buffer in [
        input, inputGradient, weights, weightGradient, transformed, weightScratch, forward,
        backward, bias, output, argmax,
      ] { #expect(buffer.isIntact, "\(geometry)") }
    }
  }

  @Test(arguments: KernelChoice.availableNames, 0..<40)
  func denseAndFixedPoints(variant: String, seed: Int) throws {
    let kernels = try #require(KernelChoice.named(variant))
    var generator = SplitMix64(seed: UInt64(seed), stream: 5)
    let rows = Int.random(in: 1...30, using: &generator)
    let depth = Int.random(in: 1...90, using: &generator)
    let columns = Int.random(in: 1...9, using: &generator)
    let (weights, gradient, bias) = (
      Guarded(floats: rows * depth), Guarded(floats: rows * depth), Guarded(floats: rows)
    )
    let (input, output) = (Guarded(columns * depth), Guarded(columns * rows))
    kernels.multiply(
      MatrixProductGeometry(
        rows: rows, depth: depth, columns: columns, rowStride: depth, depthStride: 1,
        inputColumnStride: depth, outputColumnStride: rows),
      weights: weights.floats, bias: bias.floats, input.vectors, into: output.vectors)
    let sampleStride = (depth + 15) & ~15
    let transposed = Guarded(floats: columns * 16 * sampleStride)
    for column in 0..<columns {
      kernels.transposeBack(
        count: depth, input.vectors + column * depth,
        into: transposed.floats + column * 16 * sampleStride, rowStride: sampleStride)
    }
    kernels.addOuterProduct(
      OuterProductGeometry(
        rows: rows, columns: depth, terms: columns, termStride: rows, sampleStride: sampleStride,
        rowStride: depth),
      outputGradient: output.vectors, transposedInput: transposed.floats, to: gradient.floats)
    kernels.transpose(
      count: depth, transposed.floats, rowStride: sampleStride, into: input.vectors)
    let arrays = min(4, columns)
    let (products, anderson, factors) = (
      Guarded(arrays * arrays), Guarded(arrays * (arrays + 2)), Guarded(arrays)
    )
    kernels.andersonWeights(
      arrays: arrays, products: products.vectors, stride: arrays, scratch: anderson.vectors,
      into: factors.vectors)
    let state = Guarded(depth)
    kernels.combine(
      count: depth, arrays: arrays, stride: depth, input.vectors, weights: factors.vectors,
      into: state.vectors)
    _ = kernels.subtract(count: depth, input.vectors, state.vectors, into: state.vectors)
    kernels.add(count: depth, input.vectors, state.vectors, into: state.vectors)
    kernels.flipAndTranspose(
      outputs: rows, inputs: depth, taps: 1, weights.floats, into: gradient.floats)
    for buffer in [
      weights, gradient, bias, input, output, transposed, products, anderson, factors, state,
    ] { #expect(buffer.isIntact, "\(rows) x \(depth) x \(columns)") }
  }

  @Test(arguments: KernelChoice.availableNames, [1, 2, 3, 5, 10, 17, 64])
  func features(variant: String, count: Int) throws {
    let kernels = try #require(KernelChoice.named(variant))
    let (input, output, gradient) = (Guarded(count), Guarded(count), Guarded(count))
    let (targets, weights) = (Guarded(count), Guarded(1))
    for activation in [Activation.relu, .leakyReLU(slope: 0.1), .tanh, .sigmoid] {
      kernels.activate(activation, count: count, input.vectors, into: output.vectors)
      kernels.activateGradient(
        activation, count: count, output: output.vectors, gradient: gradient.vectors)
    }
    kernels.affine(count: count, factor: 2, offset: 1, input.vectors, into: output.vectors)
    kernels.drop(count: count, probability: 0.5, key: 1, input.vectors, into: output.vectors)
    kernels.softmax(count: count, input.vectors, into: output.vectors)
    kernels.softmaxGradient(
      count: count, output: output.vectors, outputGradient: input.vectors, into: gradient.vectors)
    _ = kernels.crossEntropy(
      classes: count, labelSmoothing: 0.1, output.vectors, targets: targets.vectors,
      weights: weights.vectors, gradient: gradient.vectors)
    _ = kernels.meanSquaredError(
      count: count, output.vectors, targets: targets.vectors, weights: weights.vectors,
      gradient: gradient.vectors)
    _ = kernels.huberLoss(
      count: count, delta: 0.5, output.vectors, targets: targets.vectors,
      weights: weights.vectors, gradient: gradient.vectors)
    kernels.sum(
      count: count, arrays: 1, stride: count, input.floats, into: output.floats)
    for buffer in [input, output, gradient, targets, weights] { #expect(buffer.isIntact) }
  }

  @Test(arguments: KernelChoice.availableNames, 0..<20)
  func batchNormalization(variant: String, seed: Int) throws {
    let kernels = try #require(KernelChoice.named(variant))
    var generator = SplitMix64(seed: UInt64(seed), stream: 7)
    let epilogue = [Epilogue.none, .relu, .reluMaxPool][seed % 3]
    let height = Int.random(in: 1...9, using: &generator)
    let width = Int.random(in: 1...9, using: &generator)
    let size = height * width
    let isPooled = seed % 3 == 2
    let outputs = isPooled ? (height / 2) * (width / 2) : size
    let geometry = NormalizationGeometry(
      height: height, width: width, blocks: 1, blockStride: size, samples: 16, epsilon: 1e-5,
      epilogue: epilogue)
    let input = Guarded(size)
    let output = Guarded(outputs)
    let gradient = Guarded(size)
    let weights = Guarded(1)
    let argmaxVectors = Guarded((outputs + 3) / 4)
    let argmax = UnsafeMutableRawPointer(argmaxVectors.vectors)
      .assumingMemoryBound(to: ArgmaxVector.self)
    let statistics = kernels.batchStatistics(
      geometry, input.vectors, weights: weights.vectors)
    kernels.normalizeBatch(
      geometry, input.vectors, statistics: statistics, scale: 1, shift: 0, into: output.vectors,
      argmax: isPooled ? argmax : nil)
    let outputGradient: EpilogueGradient =
      switch epilogue {
      case .none: .none(output.vectors)
      case .relu: .relu(output.vectors, output: output.vectors)
      case .reluMaxPool: .reluMaxPool(output.vectors, argmax: argmax)
      }
    _ = kernels.normalizeBatchGradient(
      geometry, input.vectors, weights: weights.vectors, scale: 1, statistics: statistics,
      outputGradient: outputGradient, into: gradient.vectors)
    for buffer in [input, output, gradient, weights, argmaxVectors] { #expect(buffer.isIntact) }
  }

  @Test(arguments: KernelChoice.availableNames, 0..<20)
  func poolingAndSingleImages(variant: String, seed: Int) throws {
    let kernels = try #require(KernelChoice.named(variant))
    var generator = SplitMix64(seed: UInt64(seed), stream: 6)
    let (size, stride, planes) = (
      Int.random(in: 1...3, using: &generator), Int.random(in: 1...3, using: &generator),
      Int.random(in: 1...9, using: &generator)
    )
    let height = size + Int.random(in: 0...9, using: &generator)
    let width = size + Int.random(in: 0...9, using: &generator)
    let (rows, columns) = ((height - size) / stride + 1, (width - size) / stride + 1)
    let (inputLayout, outputLayout) = (
      PlaneLayout(row: width, plane: height * width),
      PlaneLayout(row: columns, plane: rows * columns)
    )
    let geometry = PoolingGeometry(
      planes: planes, input: inputLayout, output: outputLayout, outputHeight: rows,
      outputWidth: columns, size: size, stride: stride)
    let (input, gradient) = (Guarded(planes * height * width), Guarded(planes * height * width))
    let output = Guarded(planes * rows * columns)
    kernels.maxPool(geometry, input.vectors, into: output.vectors)
    kernels.maxPoolGradient(
      geometry, input.vectors, outputGradient: output.vectors, into: gradient.vectors)
    kernels.averagePool(geometry, input.vectors, into: output.vectors)
    kernels.averagePoolGradient(
      geometry, outputGradient: output.vectors, into: gradient.vectors)
    let channels = 16 * planes - seed % 16
    let (weights, bias) = (Guarded(channels * size * size * planes), Guarded(planes))
    kernels.convolveSingleImage(
      SingleImageConvolutionGeometry(
        inputChannels: channels, input: inputLayout, kernelHeight: size, kernelWidth: size,
        stride: stride, outputVectors: planes, output: outputLayout, outputHeight: rows,
        outputWidth: columns, rectifies: seed % 2 == 0),
      input.vectors, weights: weights.vectors, bias: bias.vectors, into: output.vectors)
    for buffer in [input, gradient, output, weights, bias] {
      #expect(buffer.isIntact, "\(geometry)")
    }
  }
}
