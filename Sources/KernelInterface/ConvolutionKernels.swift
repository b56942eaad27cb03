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

  /// Adds a block's sums and products of the features in a convolution's windows: from these the
  /// mean and the variance of whatever linear function of a window follow.
  ///
  /// - Parameters:
  ///   - input: `[inputChannels][rows][columns]` vectors, padding included.
  ///   - sums: `[taps]`, with a tap for each weight of an output channel.
  ///   - products: `[taps][taps]`.
  static func addWindowMoments(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    sums: UnsafeMutablePointer<Double>, products: UnsafeMutablePointer<Double>)

  /// Copies `[planes][height][width]` vectors into larger planes of zeros, for padding and for a
  /// strided gradient.
  static func dilateAndPad(
    _ geometry: DilationGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Copies the gradient with respect to a convolution's sums likewise; unless it lies there as it
  /// is, ``DilationGeometry/offset`` must not be negative and ``DilationGeometry/step`` must be one.
  static func dilateAndPad(
    _ geometry: DilationGeometry, sumsGradient: SumsGradient,
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

  /// Weights of one output channel.
  package var weightsPerOutput: Int { inputChannels * kernel * kernel }

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

/// The gradient with respect to a convolution's sums as its backward finds it.
package enum SumsGradient: @unchecked Sendable {
  /// That with respect to the output, after the epilogue.
  case output(EpilogueGradient)
  /// That with respect to what enters the ReLU after the sums' batch normalisation, which the next
  /// layer applies; where this layer pools, too, that of each window's winner.
  case normalized(UnsafePointer<Vector>, NormalizedSums)
}

/// The sums of a convolution whose batch normalisation the next layer applies.
package struct NormalizedSums: @unchecked Sendable {
  /// `[outputChannels][outputHeight][outputWidth]` vectors: the sums.
  package let sums: UnsafePointer<Vector>
  /// The normalisation's figures, with those of the gradient.
  package let table: NormalizationTable
  /// The winners of windows of 2x2; nil where they are not pooled.
  package let argmax: UnsafePointer<ArgmaxVector>?
  /// Each sample's weight: zero for those that do not count.
  package let weights: UnsafePointer<Vector>

  /// The sums of a block.
  package init(
    sums: UnsafePointer<Vector>, table: NormalizationTable, argmax: UnsafePointer<ArgmaxVector>?,
    weights: UnsafePointer<Vector>
  ) {
    self.sums = sums
    self.table = table
    self.argmax = argmax
    self.weights = weights
  }
}
