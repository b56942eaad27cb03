/// Convolution with a window of 3x3 and stride 1 by Winograd's algorithm.
package protocol WinogradKernels {
  /// Weights `[outputs][inputs][3][3]` become `[36][outputs][inputs]`; `scratch` holds
  /// ``WinogradGeometry/weightScratch`` vectors.
  static func winogradTransformWeights(
    inputs: Int, outputs: Int, _ weights: UnsafePointer<Float>,
    scratch: UnsafeMutablePointer<Vector>, into transformed: UnsafeMutablePointer<Float>)

  /// Convolution, bias and epilogue.
  ///
  /// - Parameters:
  ///   - input: `[inputChannels][inputHeight][inputWidth]` vectors, without padding.
  ///   - weights: `[36][outputChannels][inputChannels]`, transformed.
  ///   - bias: `[outputChannels]`.
  ///   - scratch: ``WinogradGeometry/forwardScratch`` vectors.
  ///   - output: `[outputChannels][outputHeight][outputWidth]` vectors; where they are pooled, half
  ///     the rows and columns.
  ///   - argmax: kept for backward where the output is pooled, laid out as the output.
  static func winogradConvolve(
    _ geometry: WinogradGeometry, _ input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, scratch: UnsafeMutablePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?)

  /// Adds a block's gradients with respect to weights and bias, overwrites that with respect to the
  /// input.
  ///
  /// - Parameters:
  ///   - outputGradient: laid out as the output.
  ///   - scratch: ``WinogradGeometry/backwardScratch`` vectors.
  ///   - weightGradient: `[outputChannels][inputChannels][3][3]`.
  ///   - inputGradient: laid out as the input; nil where nobody needs it.
  static func addWinogradGradients(
    _ geometry: WinogradGeometry, _ input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    outputGradient: EpilogueGradient, scratch: UnsafeMutablePointer<Vector>,
    weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    inputGradient: UnsafeMutablePointer<Vector>?)
}

/// A convolution with a window of 3x3 and stride 1, computed in tiles of 4x4 outputs.
package struct WinogradGeometry: Sendable {
  /// Planes of the input.
  package var inputChannels: Int
  /// Rows of an input plane.
  package var inputHeight: Int
  /// Vectors per row of an input plane.
  package var inputWidth: Int
  /// Rows and columns of zeros around the input.
  package var padding: Int
  /// Planes of the output.
  package var outputChannels: Int
  /// The functions of the sums.
  package var epilogue: Epilogue
  /// Rows of the convolution, before any pooling.
  package let outputHeight: Int
  /// Columns of the convolution, before any pooling.
  package let outputWidth: Int
  /// Columns of tiles.
  package let tilesAcross: Int
  /// Tiles of a plane.
  package let tiles: Int

  /// Sizes of a convolution.
  package init(
    inputChannels: Int, inputHeight: Int, inputWidth: Int, padding: Int, outputChannels: Int,
    epilogue: Epilogue
  ) {
    self.inputChannels = inputChannels
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.padding = padding
    self.outputChannels = outputChannels
    self.epilogue = epilogue
    outputHeight = inputHeight + 2 * padding - 2
    outputWidth = inputWidth + 2 * padding - 2
    tilesAcross = (outputWidth + 3) / 4
    tiles = (outputHeight + 3) / 4 * tilesAcross
  }

  /// Numbers of a transformed tile.
  package static let points = 36

  /// Tiles that pass through the products together: what their transforms need stays near the
  /// core, and each transformed weight serves all of them.
  package var tilesPerGroup: Int {
    let (threes, fours) = ((tiles + 2) / 3 * 3, (tiles + 3) / 4 * 4)
    return fours <= threes ? 4 : 3
  }

  /// Input channels rounded up to whole vectors.
  package var inputLanes: Int { (inputChannels + 15) & ~15 }

  /// Floats of the transformed weights.
  package var transformedWeights: Int { Self.points * outputChannels * inputChannels }

  /// Vectors of scratch for the transform of the weights: a window, half transformed, its points.
  package static let weightScratch = 9 + 18 + points

  /// Vectors of scratch of a forward pass.
  package var forwardScratch: Int {
    Self.points * (tilesPerGroup * (inputChannels + outputChannels) + 4)
  }

  /// Vectors of scratch of a backward pass.
  package var backwardScratch: Int {
    let perPoint =
      tilesPerGroup * (inputLanes + inputChannels + outputChannels) + 3
      + outputChannels * inputLanes / 16
    return 72 + Self.points * (16 + perPoint) + outputChannels
  }
}
