/// Direct convolution, forward and backward.
package protocol ConvolutionKernels {
  /// Cross-correlation of padded planes, a bias and perhaps an affine function for each output
  /// channel, and the epilogue.
  ///
  /// - Parameters:
  ///   - input: `[inputChannels][rows][columns]` vectors.
  ///   - weights: packed by ``packWeights(outputs:inputs:taps:flipped:_:into:)``.
  ///   - bias: `[outputChannels]`.
  ///   - scratch: ``ConvolutionGeometry/scratchCount`` vectors.
  ///   - output: `[outputChannels][outputHeight][outputWidth]` vectors; where they are pooled, half
  ///     the rows and columns.
  ///   - argmax: kept for backward where the output is pooled, laid out as the output.
  static func convolve(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, affine: ChannelAffine?,
    scratch: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?)

  /// Weights `[outputs][inputs][taps]` in the order in which ``convolve(_:_:weights:bias:affine:scratch:into:argmax:)``
  /// reads them, which depends on the instruction set; as many as they were.
  ///
  /// `flipped` packs `[inputs][outputs][taps]` with the taps reversed: with `outputs` the channels of
  /// a convolution's input and `inputs` those of its output, the packed weights of the convolution
  /// that makes the input gradient of the output gradient.
  static func packWeights(
    outputs: Int, inputs: Int, taps: Int, flipped: Bool, _ weights: UnsafePointer<Float>,
    into packed: UnsafeMutablePointer<Float>)

  /// Adds a block's gradient with respect to the weights to `gradient`.
  ///
  /// - Parameters:
  ///   - input: `[inputChannels][rows][columns]` vectors, padding included.
  ///   - outputGradient: `[outputChannels][outputHeight][outputWidth]` vectors, see
  ///     ``ConvolutionGeometry/gradientWidth`` and ``ConvolutionGeometry/gradientPlane``.
  ///   - gradient: `[outputChannels][inputChannels][kernel][kernel]`.
  static func addWeightGradient(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    outputGradient: UnsafePointer<Vector>, to gradient: UnsafeMutablePointer<Float>)

  /// Adds a block's gradient with respect to the bias: each channel's sum over positions and
  /// samples of `outputGradient`, which is `[channels][size]` vectors.
  static func addBiasGradient(
    channels: Int, size: Int, outputGradient: UnsafePointer<Vector>,
    to gradient: UnsafeMutablePointer<Float>)

  /// Copies `[planes][height][width]` vectors into larger planes of zeros, for padding and for a
  /// strided gradient.
  static func dilateAndPad(
    _ geometry: DilationGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Copies the gradient with respect to a convolution's sums likewise; with an epilogue
  /// ``DilationGeometry/offset`` must not be negative and ``DilationGeometry/step`` must be one.
  static func dilateAndPad(
    _ geometry: DilationGeometry, outputGradient: EpilogueGradient,
    into output: UnsafeMutablePointer<Vector>)
}

// MARK: - Sizes

/// The sizes of a convolution over planes that already have their padding.
package struct ConvolutionGeometry: Sendable {
  /// Planes of the input.
  package var inputChannels: Int
  /// Vectors per row of an input plane.
  package var inputWidth: Int
  /// Vectors per input plane.
  package var inputPlane: Int
  /// Rows and columns of the window.
  package var kernel: Int
  /// Rows and columns between windows.
  package var stride: Int
  /// Planes of the output.
  package var outputChannels: Int
  /// Rows of an output plane.
  package var outputHeight: Int
  /// Vectors per row of an output plane.
  package var outputWidth: Int
  /// The functions of the sums; gradients are those with respect to the sums, whatever it is.
  package var epilogue: Epilogue
  /// Rows of zeros at the top and at the bottom of an input plane, which are not multiplied.
  package var zeroRows: Int
  /// Vectors from one row of the output gradient to the next.
  package var gradientWidth: Int
  /// Vectors from one plane of the output gradient to the next.
  package var gradientPlane: Int

  /// Sizes of a convolution; the output gradient lies densely unless changed.
  package init(
    inputChannels: Int, inputWidth: Int, inputPlane: Int, kernel: Int, stride: Int,
    outputChannels: Int, outputHeight: Int, outputWidth: Int, epilogue: Epilogue = .none,
    zeroRows: Int = 0
  ) {
    self.inputChannels = inputChannels
    self.inputWidth = inputWidth
    self.inputPlane = inputPlane
    self.kernel = kernel
    self.stride = stride
    self.outputChannels = outputChannels
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.epilogue = epilogue
    self.zeroRows = zeroRows
    gradientWidth = outputWidth
    gradientPlane = outputHeight * outputWidth
  }

  /// Vectors of scratch of a forward pass: where rows are pooled, two rows of every output channel.
  package var scratchCount: Int {
    if case .reluMaxPool = epilogue { 2 * outputChannels * outputWidth } else { 0 }
  }
}

/// The places of small planes' vectors in larger planes of zeros.
package struct DilationGeometry: Sendable {
  /// Planes.
  package var planes: Int
  /// Rows of a small plane.
  package var height: Int
  /// Vectors per row of a small plane.
  package var width: Int
  /// Rows of a large plane.
  package var paddedHeight: Int
  /// Vectors per row of a large plane.
  package var paddedWidth: Int
  /// The row and the column of a small plane's first vector, negative where it falls outside.
  package var offset: Int
  /// Rows and columns between the vectors of a small plane.
  package var step: Int

  /// Sizes of both planes.
  package init(
    planes: Int, height: Int, width: Int, paddedHeight: Int, paddedWidth: Int, offset: Int,
    step: Int
  ) {
    self.planes = planes
    self.height = height
    self.width = width
    self.paddedHeight = paddedHeight
    self.paddedWidth = paddedWidth
    self.offset = offset
    self.step = step
  }
}

// MARK: - Epilogues

/// A factor and an offset for each output channel, which its sums get before their epilogue: batch
/// normalisation by running statistics.
package struct ChannelAffine: @unchecked Sendable {
  /// `[outputChannels]` factors.
  package let factors: UnsafePointer<Float>
  /// `[outputChannels]` offsets.
  package let offsets: UnsafePointer<Float>

  /// Factors and offsets that outlive the call.
  package init(factors: UnsafePointer<Float>, offsets: UnsafePointer<Float>) {
    self.factors = factors
    self.offsets = offsets
  }
}

/// The functions of a convolution's sums, or of normalised features, on their way to memory.
package enum Epilogue: Sendable {
  /// None.
  case none
  /// `max(x, 0)`.
  case relu
  /// `max(x, 0)`, then the largest of each window of two rows by two columns.
  case reluMaxPool
}

/// The gradient with respect to an epilogue's output, and what its backward needs.
package enum EpilogueGradient: @unchecked Sendable {
  /// The gradient itself.
  case none(UnsafePointer<Vector>)
  /// The gradient with respect to the output of a ReLU, and that output.
  case relu(UnsafePointer<Vector>, output: UnsafePointer<Vector>)
  /// The gradient with respect to the pooled output, and which element of each window it comes from.
  case reluMaxPool(UnsafePointer<Vector>, argmax: UnsafePointer<ArgmaxVector>)
}

// MARK: - Winograd's algorithm

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
  ///   - input: `[inputChannels][inputHeight][inputWidth]` vectors, without padding.
  ///   - weights: `[36][outputChannels][inputChannels]`, transformed.
  ///   - bias: `[outputChannels]`.
  ///   - scratch: ``WinogradGeometry/forwardScratch`` vectors.
  ///   - output: `[outputChannels][outputHeight][outputWidth]` vectors; where they are pooled, half
  ///     the rows and columns.
  ///   - argmax: kept for backward where the output is pooled, laid out as the output.
  static func winogradConvolve(
    _ geometry: WinogradGeometry, _ input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, affine: ChannelAffine?, scratch: UnsafeMutablePointer<Vector>,
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
