package import RecognizerKernelInterface

extension KernelVariant {
  /// `y = scale (x - mean) / sqrt(variance + epsilon) + shift` over one channel of all blocks.
  ///
  /// Two passes: squares of differences from the mean lose nothing where the mean is large.
  /// `weights` holds a vector a block, not zero for the samples that count.
  package static func normalizeBatch(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, scale: Float, shift: Float,
    into output: UnsafeMutablePointer<Vector>
  ) -> BatchStatistics {
    let share = 1 / Float(geometry.count)
    let mean = weightedSum(geometry, weights) { input[$0] } * share
    let variance =
      weightedSum(geometry, weights) { index in
        let difference = input[index] - mean
        return difference * difference
      } * share
    let inverse = 1 / (variance + geometry.epsilon).squareRoot()
    let factor = Vector(repeating: scale * inverse)
    let offset = Vector(repeating: shift - mean * scale * inverse)
    forEachVector(geometry) { index, _ in
      output[index] = offset.adding(input[index], times: factor)
    }
    return BatchStatistics(mean: mean, variance: variance, inverseDeviation: inverse)
  }

  /// With `x^` the normalised input and means over the channel,
  /// `dx = scale / deviation (dy - mean(dy) - x^ mean(dy x^))` (Ioffe and Szegedy 2015).
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
    let share = 1 / Float(geometry.count)
    let (meanError, meanProduct) = (shiftGradient * share, scaleGradient * share)
    let factor = scale * inverse
    forEachVector(geometry) { index, block in
      let normalized = (input[index] - mean) * inverse
      let gradient = factor * (outputGradient[index] - meanError - normalized * meanProduct)
      inputGradient[index] = gradient.zeroed(unless: weights[block] .!= 0)
    }
    return (scaleGradient, shiftGradient)
  }

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
