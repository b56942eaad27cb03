/// Convolution with a window of 3x3 and stride 1 by Winograd's algorithm.
package protocol WinogradKernels {
  /// Weights `[outputs][inputs][3][3]` become `[36][outputs][inputs]`; `scratch` holds
  /// ``WinogradGeometry/weightScratch`` vectors.
  static func winogradTransformWeights(
    inputs: Int, outputs: Int, _ weights: UnsafePointer<Float>,
    scratch: UnsafeMutablePointer<Vector>, into transformed: UnsafeMutablePointer<Float>)

  /// Convolution, bias, perhaps an affine function for each channel, and epilogue.
  ///
  /// - Parameters:
  ///   - input: without padding.
  ///   - weights: `[36][outputChannels][inputChannels]`, transformed.
  ///   - bias: `[outputChannels]`.
  ///   - scratch: ``WinogradGeometry/forwardScratch`` vectors.
  ///   - output: `[outputChannels][outputHeight][outputWidth]` vectors; where they are pooled, half
  ///     the rows and columns.
  ///   - argmax: kept for backward where the output is pooled, laid out as the output.
  static func winogradConvolve(
    _ geometry: WinogradGeometry, _ input: ConvolutionInput, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, affine: ChannelAffine?, scratch: UnsafeMutablePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?)

  /// Adds a block's gradients with respect to weights and bias, overwrites that with respect to the
  /// input.
  ///
  /// - Parameters:
  ///   - input: what forward had.
  ///   - scratch: ``WinogradGeometry/backwardScratch`` vectors.
  ///   - weightGradient: `[outputChannels][inputChannels][3][3]`.
  ///   - inputGradient: nil where nobody needs it.
  static func addWinogradGradients(
    _ geometry: WinogradGeometry, _ input: ConvolutionInput, weights: UnsafePointer<Float>,
    sumsGradient: SumsGradient, scratch: UnsafeMutablePointer<Vector>,
    weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    inputGradient: ConvolutionInputGradient?)
}

// MARK: - Inputs

/// The planes that a convolution reads, or those that its input is made of on the way.
package enum ConvolutionInput: @unchecked Sendable {
  /// `[inputChannels][inputHeight][inputWidth]` vectors.
  case plain(UnsafePointer<Vector>)
  /// The same of what a batch normalisation and a ReLU still have to be applied to.
  case normalized(UnsafePointer<Vector>, NormalizationTable)
  /// `[inputChannels][sourceHeight][sourceWidth]` vectors, to which a batch normalisation, a ReLU
  /// and the maximum of windows of 2x2 still have to be applied; and the argmax of these windows,
  /// `[inputChannels][inputHeight][inputWidth]`, which forward writes.
  case normalizedAndPooled(
    UnsafePointer<Vector>, NormalizationTable, argmax: UnsafeMutablePointer<ArgmaxVector>)
  /// The output of a convolution so small that it is computed again and again.
  case convolved(StemConvolution)
}

/// A direct convolution and its ReLU in front of another one.
package struct StemConvolution: @unchecked Sendable {
  /// Its sizes; with a ReLU as epilogue.
  package let geometry: ConvolutionGeometry
  /// Planes with their padding.
  package let input: UnsafePointer<Vector>
  /// Packed weights.
  package let weights: UnsafePointer<Float>
  /// A bias for each output channel.
  package let bias: UnsafePointer<Float>?
  /// A batch normalisation.
  package let affine: ChannelAffine?

  /// A convolution that is ready to be computed.
  package init(
    geometry: ConvolutionGeometry, input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, affine: ChannelAffine?
  ) {
    self.geometry = geometry
    self.input = input
    self.weights = weights
    self.bias = bias
    self.affine = affine
  }
}

/// The place of the gradient with respect to a convolution's input, which has the same case.
package enum ConvolutionInputGradient {
  /// `[inputChannels][inputHeight][inputWidth]` vectors, overwritten.
  case plain(UnsafeMutablePointer<Vector>)
  /// The same with respect to what enters the ReLU, of a pooled input that of each window's winner;
  /// and `[inputChannels]` gradients with respect to scales and shifts, added to.
  case normalized(
    UnsafeMutablePointer<Vector>, scales: UnsafeMutablePointer<Float>,
    shifts: UnsafeMutablePointer<Float>)
  /// With the gradient with respect to what enters the ReLU, its products with the stem's windows,
  /// laid out as the stem's weights, and its sums `[inputChannels]`, both added to.
  case convolved(products: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>?)
}

// MARK: - Sizes

/// A convolution with a window of 3x3 and stride 1, computed in tiles of 4x4 outputs.
///
/// Tiles are taken in *bands*: as many rows of them as make a group. A band's input lies in scratch,
/// with padding and with the zeros under tiles that hang over the edge.
package struct WinogradGeometry: Sendable {
  /// Planes of the input.
  package let inputChannels: Int
  /// Rows of an input plane.
  package let inputHeight: Int
  /// Vectors per row of an input plane.
  package let inputWidth: Int
  /// Rows of a plane that a pooled input is made of.
  package let sourceHeight: Int
  /// Vectors per row of such a plane.
  package let sourceWidth: Int
  /// Rows and columns of zeros around the input.
  package let padding: Int
  /// Planes of the output.
  package let outputChannels: Int
  /// The functions of the sums.
  package let epilogue: Epilogue
  /// Rows of the convolution, before any pooling.
  package let outputHeight: Int
  /// Columns of the convolution, before any pooling.
  package let outputWidth: Int
  /// Columns of tiles.
  package let tilesAcross: Int
  /// Rows of tiles.
  package let tilesDown: Int
  /// Rows of tiles in a band; the last one may have fewer.
  package let tileRowsPerBand: Int
  /// Tiles that pass through the products together: each transformed weight serves all of them.
  package let tilesPerGroup: Int

  /// Sizes of a convolution.
  ///
  /// - Parameter source: rows and columns of the planes that a pooled input is made of.
  package init(
    inputChannels: Int, inputHeight: Int, inputWidth: Int, padding: Int, outputChannels: Int,
    epilogue: Epilogue, source: (height: Int, width: Int)? = nil
  ) {
    self.inputChannels = inputChannels
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    (sourceHeight, sourceWidth) = source ?? (inputHeight, inputWidth)
    self.padding = padding
    self.outputChannels = outputChannels
    self.epilogue = epilogue
    outputHeight = inputHeight + 2 * padding - 2
    outputWidth = inputWidth + 2 * padding - 2
    tilesAcross = (outputWidth + 3) / 4
    tilesDown = (outputHeight + 3) / 4
    // Four tiles fill the registers of a product.
    tileRowsPerBand = min(tilesDown, max(1, 4 / tilesAcross))
    let tiles = tileRowsPerBand * tilesAcross
    let groups = (tiles + 3) / 4
    tilesPerGroup = (tiles + groups - 1) / groups
  }

  /// Numbers of a transformed tile.
  package static let points = 36

  /// The number of bands.
  package var bands: Int { (tilesDown + tileRowsPerBand - 1) / tileRowsPerBand }

  /// Rows of a band's outputs.
  package var rowsPerBand: Int { 4 * tileRowsPerBand }

  /// Columns of a band's outputs.
  package var columnsOfBand: Int { 4 * tilesAcross }

  /// Vectors of a channel in a band of inputs: two more rows and columns than there are outputs.
  package var inputBandPlane: Int { (rowsPerBand + 2) * (columnsOfBand + 2) }

  /// Vectors of a channel in a band of outputs.
  package var outputBandPlane: Int { rowsPerBand * columnsOfBand }

  /// Whether tiles need no zeros around the input.
  package var fillsTiles: Bool {
    padding == 0 && outputHeight == 4 * tilesDown && outputWidth == 4 * tilesAcross
  }

  /// Input channels rounded up to whole vectors.
  package var inputLanes: Int { (inputChannels + 15) & ~15 }

  /// Floats of the transformed weights.
  package var transformedWeights: Int { Self.points * outputChannels * inputChannels }

  /// Vectors of scratch for the transform of the weights: windows, half transformed, their
  /// points.
  package static let weightScratch = 16 + 18 + points

  /// Vectors of scratch of a forward pass: a tile on its way, transformed inputs and products with a
  /// vector more a point, and a band.
  package var forwardScratch: Int {
    Self.points * (1 + tilesPerGroup * (inputChannels + outputChannels) + 2)
      + inputChannels * inputBandPlane
  }

  /// Vectors of scratch of a backward pass: a tile and a window on their way, seventeen vectors a
  /// point to be transposed, sums, transformed numbers with a vector more a point, bands, and the
  /// gradient with respect to the transformed weights.
  package var backwardScratch: Int {
    Self.points + 9 + Self.points * 17 + outputChannels + 2 * inputChannels
      + Self.points * (tilesPerGroup * (inputLanes + outputChannels) + 2)
      + outputChannels * outputBandPlane + 2 * inputChannels * inputBandPlane
      + Self.points * outputChannels * inputLanes / 16
  }
}
