/// Batch normalisation.
package protocol BatchNormalizationKernels {
  /// Mean and variance of one channel of every block.
  ///
  /// - Parameters:
  ///   - input: `[blocks][height][width]` vectors, blocks ``NormalizationGeometry/blockStride``
  ///     apart.
  ///   - weights: a vector per block, not zero for the samples that count.
  static func batchStatistics(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>
  ) -> BatchStatistics

  /// Normalises one channel of every block by the batch's statistics, scales and shifts it, and the
  /// epilogue.
  ///
  /// - Parameters:
  ///   - input: `[blocks][height][width]` vectors.
  ///   - output: laid out as the input; where it is pooled, with half the rows and columns.
  ///   - argmax: kept for backward where the output is pooled, laid out as the output; blocks are
  ///     ``NormalizationGeometry/argmaxStride`` apart.
  static func normalizeBatch(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>, statistics: BatchStatistics,
    scale: Float, shift: Float, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?)

  /// The gradients of that normalisation: with respect to the input, and as result with respect to
  /// scale and shift.
  ///
  /// - Parameters:
  ///   - outputGradient: laid out as the output.
  ///   - inputGradient: laid out as the input; nil where nobody needs it.
  static func normalizeBatchGradient(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, scale: Float, statistics: BatchStatistics,
    outputGradient: EpilogueGradient, into inputGradient: UnsafeMutablePointer<Vector>?
  ) -> (scale: Float, shift: Float)

  /// `output = factor * input + offset`.
  static func affine(
    count: Int, factor: Float, offset: Float, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)
}

// MARK: - Sizes

/// One channel of a batch.
package struct NormalizationGeometry: Sendable {
  /// Rows of the channel.
  package var height: Int
  /// Vectors per row.
  package var width: Int
  /// Blocks.
  package var blocks: Int
  /// Vectors from one block's input or output to the next block's.
  package var blockStride: Int
  /// Real samples of all blocks.
  package var samples: Int
  /// Added to the variance.
  package var epsilon: Float
  /// The functions of the normalised, scaled and shifted values.
  package var epilogue: Epilogue

  /// One channel of a batch.
  package init(
    height: Int, width: Int, blocks: Int, blockStride: Int, samples: Int, epsilon: Float,
    epilogue: Epilogue
  ) {
    self.height = height
    self.width = width
    self.blocks = blocks
    self.blockStride = blockStride
    self.samples = samples
    self.epsilon = epsilon
    self.epilogue = epilogue
  }

  /// Vectors of the channel in each block.
  package var size: Int { height * width }

  /// Values that count.
  package var count: Int { samples * size }

  /// From one block's argmax to the next block's, which lies among vectors of floats.
  package var argmaxStride: Int {
    blockStride * (MemoryLayout<Vector>.stride / MemoryLayout<ArgmaxVector>.stride)
  }
}

// MARK: - Statistics

/// The mean and the (biased) variance of one channel of a batch.
package struct BatchStatistics: Sendable {
  /// The mean.
  package var mean: Float
  /// The mean squared distance from the mean.
  package var variance: Float
  /// `1 / sqrt(variance + epsilon)`.
  package var inverseDeviation: Float

  /// Statistics of one channel.
  package init(mean: Float, variance: Float, inverseDeviation: Float) {
    self.mean = mean
    self.variance = variance
    self.inverseDeviation = inverseDeviation
  }
}

/// What a layer needs to apply a batch normalisation to its input on the way, and the layer before
/// it to differentiate that: `[channels]` floats each.
package struct NormalizationTable: @unchecked Sendable {
  /// The means of the batch.
  package let means: UnsafeMutablePointer<Float>
  /// The inverse deviations of the batch.
  package let inverseDeviations: UnsafeMutablePointer<Float>
  /// The scales times the inverse deviations.
  package let factors: UnsafeMutablePointer<Float>
  /// The shifts.
  package let shifts: UnsafeMutablePointer<Float>
  /// Once backward has passed, the means over the batch of the gradient with respect to what the
  /// normalisation puts out.
  package let meanGradients: UnsafeMutablePointer<Float>
  /// The same of that gradient times the normalised input.
  package let meanProducts: UnsafeMutablePointer<Float>

  /// A table of ``count(channels:)`` floats.
  package init(at floats: UnsafeMutablePointer<Float>, channels: Int) {
    means = floats
    inverseDeviations = floats + channels
    factors = floats + 2 * channels
    shifts = floats + 3 * channels
    meanGradients = floats + 4 * channels
    meanProducts = floats + 5 * channels
  }

  /// Floats of a table.
  package static func count(channels: Int) -> Int { 6 * channels }
}
