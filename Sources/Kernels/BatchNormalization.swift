package import RecognizerKernelInterface

extension KernelVariant {
  /// `output = scale (input - mean) / sqrt(variance + epsilon) + shift` over one channel of all
  /// blocks, with the batch's own mean and variance.
  ///
  /// - input, output: `[blocks][size]` vectors, blocks `blockStride` apart
  /// - weights: `[blocks]` vectors, not zero for the samples that count
  ///
  /// The input is read twice before it is normalised: squares of differences from the mean lose
  /// nothing where the mean is large.
  package static func normalizeBatch(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, scale: Float, shift: Float,
    into output: UnsafeMutablePointer<Vector>
  ) -> BatchStatistics {
    let inverseCount = 1 / Float(geometry.count)
    let mean = weightedSum(geometry, weights) { input[$0] } * inverseCount
    let variance =
      weightedSum(geometry, weights) { index in
        let difference = input[index] - mean
        return difference * difference
      } * inverseCount
    let inverse = 1 / (variance + geometry.epsilon).squareRoot()
    let factor = Vector(repeating: scale * inverse)
    let (center, offset) = (Vector(repeating: mean), Vector(repeating: shift))
    forEachVector(geometry) { index, _ in
      output[index] = offset.adding(input[index] - center, times: factor)
    }
    return BatchStatistics(mean: mean, variance: variance, inverseDeviation: inverse)
  }

  /// With `n` the normalised input, `dy` the output gradient and means over the channel,
  /// `inputGradient = scale / deviation (dy - mean(dy) - n mean(dy n))` (Ioffe and Szegedy 2015).
  ///
  /// - input, outputGradient, inputGradient: `[blocks][size]` vectors, blocks `blockStride` apart
  /// - weights: `[blocks]` vectors, not zero for the samples that count
  ///
  /// Returns the gradients with respect to scale and shift.
  package static func normalizeBatchGradient(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, scale: Float, statistics: BatchStatistics,
    outputGradient: UnsafePointer<Vector>, into inputGradient: UnsafeMutablePointer<Vector>
  ) -> (scale: Float, shift: Float) {
    let (mean, inverse) = (statistics.mean, statistics.inverseDeviation)
    let shiftGradient = weightedSum(geometry, weights) { outputGradient[$0] }
    let scaleGradient = weightedSum(geometry, weights) { index in
      outputGradient[index] * ((input[index] - mean) * inverse)
    }
    let inverseCount = 1 / Float(geometry.count)
    let (meanGradient, meanProduct) = (shiftGradient * inverseCount, scaleGradient * inverseCount)
    let factor = scale * inverse
    forEachVector(geometry) { index, block in
      let normalized = (input[index] - mean) * inverse
      let gradient = factor * (outputGradient[index] - meanGradient - normalized * meanProduct)
      inputGradient[index] = gradient.zeroed(unless: weights[block] .!= 0)
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

  // MARK: - Implementation

  /// The sum of `value` over the samples that count; blocks are added in their order.
  @inline(always)
  private static func weightedSum(
    _ geometry: NormalizationGeometry, _ weights: UnsafePointer<Vector>, _ value: (Int) -> Vector
  ) -> Float {
    var total: Float = 0
    for block in 0..<geometry.blocks {
      var sums = InlineArray<4, Vector>(repeating: .zero)
      let start = block &* geometry.blockStride
      var index = 0
      while index + 4 <= geometry.size {
        for lane in 0..<4 { sums[lane] += value(start &+ index &+ lane) }
        index += 4
      }
      while index < geometry.size {
        sums[0] += value(start &+ index)
        index += 1
      }
      total +=
        ((sums[0] + sums[1]) + (sums[2] + sums[3])).zeroed(unless: weights[block] .!= 0).total
    }
    return total
  }

  @inline(always)
  private static func forEachVector(
    _ geometry: NormalizationGeometry, _ body: (_ index: Int, _ block: Int) -> Void
  ) {
    for block in 0..<geometry.blocks {
      let start = block &* geometry.blockStride
      for index in 0..<geometry.size { body(start &+ index, block) }
    }
  }
}
