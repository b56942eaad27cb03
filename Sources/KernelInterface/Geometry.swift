/// The sizes of a convolution over planes that already have their padding.
package struct ConvolutionGeometry: Sendable {
  /// Planes of the input.
  package var inputChannels: Int
  /// Vectors a row of an input plane.
  package var inputWidth: Int
  /// Vectors an input plane.
  package var inputPlane: Int
  /// Rows and columns of the window.
  package var kernel: Int
  /// Rows and columns between windows.
  package var stride: Int
  /// Planes of the output.
  package var outputChannels: Int
  /// Rows of an output plane.
  package var outputHeight: Int
  /// Vectors a row of an output plane.
  package var outputWidth: Int
  /// What happens to the sums; gradients are those to the sums, whatever it is.
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

/// Where the vectors of small planes go in larger planes of zeros.
package struct DilationGeometry: Sendable {
  /// How many planes.
  package var planes: Int
  /// Rows of a small plane.
  package var height: Int
  /// Vectors a row of a small plane.
  package var width: Int
  /// Rows of a large plane.
  package var paddedHeight: Int
  /// Vectors a row of a large plane.
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

/// Where the vectors of planes lie; columns are neighbours.
package struct PlaneLayout: Sendable {
  /// Vectors from one row to the next.
  package var row: Int
  /// Vectors from one plane to the next.
  package var plane: Int

  /// Vectors from one row and from one plane to the next.
  package init(row: Int, plane: Int) {
    self.row = row
    self.plane = plane
  }
}

/// The sizes of a pooling layer.
package struct PoolingGeometry: Sendable {
  /// Planes.
  package var planes: Int
  /// Where the input lies.
  package var input: PlaneLayout
  /// Where the output lies.
  package var output: PlaneLayout
  /// Rows of an output plane.
  package var outputHeight: Int
  /// Columns of an output plane.
  package var outputWidth: Int
  /// Rows and columns of the window.
  package var size: Int
  /// Rows and columns between windows.
  package var stride: Int

  /// Sizes of a pooling layer.
  package init(
    planes: Int, input: PlaneLayout, output: PlaneLayout, outputHeight: Int, outputWidth: Int,
    size: Int, stride: Int
  ) {
    self.planes = planes
    self.input = input
    self.output = output
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.size = size
    self.stride = stride
  }
}

/// One channel of a batch.
package struct NormalizationGeometry: Sendable {
  /// Vectors of the channel in each block.
  package var size: Int
  /// Blocks.
  package var blocks: Int
  /// Vectors from one block's input to the next block's.
  package var blockStride: Int
  /// Values that count: real samples times ``size``.
  package var count: Int
  /// Added to the variance.
  package var epsilon: Float

  /// One channel of a batch.
  package init(size: Int, blocks: Int, blockStride: Int, count: Int, epsilon: Float) {
    self.size = size
    self.blocks = blocks
    self.blockStride = blockStride
    self.count = count
    self.epsilon = epsilon
  }
}

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
