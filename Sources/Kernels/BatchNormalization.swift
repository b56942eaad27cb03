package import RecognizerKernelInterface

extension KernelVariant {
  /// Mean and variance over one channel of all blocks.
  ///
  /// - input: `[blocks][height][width]` vectors, blocks `blockStride` apart
  /// - weights: `[blocks]` vectors, not zero for the samples that count
  ///
  /// The input is read twice: squares of differences from the mean lose nothing where the mean is
  /// large. A channel of a batch is small enough for the second-level cache.
  package static func batchStatistics(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>
  ) -> BatchStatistics {
    let inverseCount = 1 / Float(geometry.count)
    let mean = weightedSum(geometry, weights) { input[$0] } * inverseCount
    let variance =
      weightedSum(geometry, weights) { index in
        let difference = input[index] - mean
        return difference * difference
      } * inverseCount
    return BatchStatistics(
      mean: mean, variance: variance,
      inverseDeviation: 1 / (variance + geometry.epsilon).squareRoot())
  }

  /// `output = epilogue(scale (input - mean) / deviation + shift)` over one channel of all blocks.
  ///
  /// - input: `[blocks][height][width]` vectors, blocks `blockStride` apart
  /// - output: laid out as the input, or with half the rows and columns where they are pooled
  package static func normalizeBatch(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>, statistics: BatchStatistics,
    scale: Float, shift: Float, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let normalization = ChannelNormalization(
      mean: statistics.mean, factor: scale * statistics.inverseDeviation, shift: shift)
    for block in 0..<geometry.blocks {
      let start = block &* geometry.blockStride
      normalize(
        geometry, normalization, input + start, into: output + start,
        argmax: argmax.map { $0 + block &* geometry.argmaxStride })
    }
  }

  /// With `n` the normalised input, `dy` the gradient with respect to the normalised and scaled
  /// input and means over the channel,
  /// `inputGradient = scale / deviation (dy - mean(dy) - n mean(dy n))` (Ioffe and Szegedy 2015).
  ///
  /// - input, inputGradient: `[blocks][height][width]` vectors, blocks `blockStride` apart
  /// - weights: `[blocks]` vectors, not zero for the samples that count
  /// - outputGradient: laid out as the output
  ///
  /// Returns the gradients with respect to scale and shift.
  package static func normalizeBatchGradient(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, scale: Float, statistics: BatchStatistics,
    outputGradient: EpilogueGradient, into inputGradient: UnsafeMutablePointer<Vector>?
  ) -> (scale: Float, shift: Float) {
    let (mean, inverse) = (statistics.mean, statistics.inverseDeviation)
    var (scaleGradient, shiftGradient): (Float, Float) = (0, 0)
    for block in 0..<geometry.blocks {
      var products = fourZeros
      var sums = fourZeros
      forEachGradient(geometry, outputGradient, block: block) { lane, index, gradient in
        sums[lane] += gradient
        products[lane] = products[lane].adding(gradient, times: (input[index] - mean) * inverse)
      }
      shiftGradient += total(sums, weights[block])
      scaleGradient += total(products, weights[block])
    }
    guard let inputGradient else { return (scaleGradient, shiftGradient) }
    let inverseCount = 1 / Float(geometry.count)
    let (meanGradient, meanProduct) = (shiftGradient * inverseCount, scaleGradient * inverseCount)
    let factor = scale * inverse
    for block in 0..<geometry.blocks {
      let counts = weights[block] .!= 0
      forEachGradient(geometry, outputGradient, block: block) { _, index, gradient in
        let normalized = (input[index] - mean) * inverse
        inputGradient[index] =
          (factor * (gradient - meanGradient - normalized * meanProduct)).zeroed(unless: counts)
      }
    }
    return (scaleGradient, shiftGradient)
  }

  /// `output[i] = factor * input[i] + offset`: a channel of one block by its running statistics.
  ///
  /// - input, output: `[count]` vectors
  package static func affine(
    count: Int, factor: Float, offset: Float, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let (factor, offset) = (Vector(repeating: factor), Vector(repeating: offset))
    for i in 0..<count { output[i] = offset.adding(input[i], times: factor) }
  }

  // MARK: - Forward

  /// One block of a channel, through the epilogue.
  @inline(always)
  private static func normalize(
    _ geometry: NormalizationGeometry, _ normalization: ChannelNormalization,
    _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    switch geometry.epilogue {
    case .none:
      for index in 0..<geometry.size { output[index] = normalization(input[index]) }
    case .relu:
      for index in 0..<geometry.size {
        let value = normalization(input[index])
        output[index] = value.zeroed(unless: value .> 0)
      }
    case .reluMaxPool:
      let width = geometry.width
      for row in 0..<geometry.height / 2 {
        let upper = input + 2 &* row &* width
        let lower = upper + width
        for x in 0..<width / 2 {
          let target = row &* (width / 2) &+ x
          storeWindow(
            normalization(upper[2 &* x]), normalization(upper[2 &* x &+ 1]),
            normalization(lower[2 &* x]), normalization(lower[2 &* x &+ 1]),
            into: output + target, argmax: argmax.map { $0 + target })
        }
      }
    }
  }

  /// The sum of `value` over the samples that count; blocks are added in their order.
  @inline(always)
  private static func weightedSum(
    _ geometry: NormalizationGeometry, _ weights: UnsafePointer<Vector>, _ value: (Int) -> Vector
  ) -> Float {
    var sum: Float = 0
    for block in 0..<geometry.blocks {
      var sums = fourZeros
      let start = block &* geometry.blockStride
      forEachIndex(geometry.size) { lane, index in sums[lane] += value(start &+ index) }
      sum += total(sums, weights[block])
    }
    return sum
  }

  /// The sum over the samples of a block that count.
  @inline(always)
  private static func total(_ sums: InlineArray<4, Vector>, _ weights: Vector) -> Float {
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).zeroed(unless: weights .!= 0).total
  }

  // MARK: - Gradient

  /// Calls `body` for every vector of a block's channel with the gradient with respect to what
  /// enters the epilogue.
  ///
  /// `lane` goes round from 0 to 3: one sum would wait for each addition.
  @inline(always)
  private static func forEachGradient(
    _ geometry: NormalizationGeometry, _ outputGradient: EpilogueGradient, block: Int,
    _ body: (_ lane: Int, _ index: Int, _ gradient: Vector) -> Void
  ) {
    let start = block &* geometry.blockStride
    switch outputGradient {
    case .none(let gradient):
      forEachIndex(geometry.size) { lane, index in
        body(lane, start &+ index, gradient[start &+ index])
      }
    case .relu(let gradient, let output):
      forEachIndex(geometry.size) { lane, index in
        let index = start &+ index
        body(lane, index, gradient[index].zeroed(unless: output[index] .> 0))
      }
    case .reluMaxPool(let gradient, let argmax):
      let (width, columns) = (geometry.width, geometry.width / 2)
      for row in 0..<geometry.height / 2 {
        let upper = start &+ 2 &* row &* width
        let pooled = row &* columns
        for x in 0..<columns {
          let window = routed(
            gradient[start &+ pooled &+ x],
            argmax[block &* geometry.argmaxStride &+ pooled &+ x])
          let first = upper &+ 2 &* x
          body(0, first, window[0])
          body(1, first &+ 1, window[1])
          body(2, first &+ width, window[2])
          body(3, first &+ width &+ 1, window[3])
        }
        // A last column and a last row belong to no window.
        guard 2 &* columns < width else { continue }
        body(0, upper &+ width &- 1, .zero)
        body(1, upper &+ 2 &* width &- 1, .zero)
      }
      guard geometry.height % 2 > 0 else { return }
      for x in 0..<width { body(0, start &+ (geometry.height &- 1) &* width &+ x, .zero) }
    }
  }

  /// Calls `body` for every index below `count`, with `lane` going round from 0 to 3.
  @inline(always)
  static func forEachIndex(_ count: Int, _ body: (_ lane: Int, _ index: Int) -> Void) {
    var index = 0
    while index &+ 4 <= count {
      for lane in 0..<4 { body(lane, index &+ lane) }
      index &+= 4
    }
    while index < count {
      body(0, index)
      index &+= 1
    }
  }
}

/// A channel's normalisation, scale and shift.
struct ChannelNormalization {
  private let mean: Vector
  private let factor: Vector
  private let shift: Vector

  /// - Parameter factor: the scale over the deviation.
  @inline(always)
  init(mean: Float, factor: Float, shift: Float) {
    self.mean = Vector(repeating: mean)
    self.factor = Vector(repeating: factor)
    self.shift = Vector(repeating: shift)
  }

  /// That of a channel whose figures are in a table.
  @inline(always)
  init(_ table: NormalizationTable, _ channel: Int) {
    self.init(
      mean: table.means[channel], factor: table.factors[channel], shift: table.shifts[channel])
  }

  @inline(always)
  func callAsFunction(_ value: Vector) -> Vector { shift.adding(value - mean, times: factor) }
}
