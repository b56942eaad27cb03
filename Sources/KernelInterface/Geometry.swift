/// The sizes of a convolution over planes that already have their padding.
public struct ConvolutionGeometry: Sendable {
  /// Planes of the input.
  public var inputChannels: Int
  /// Vectors a row of an input plane.
  public var inputWidth: Int
  /// Vectors an input plane.
  public var inputPlane: Int
  /// Rows and columns of the window.
  public var kernel: Int
  /// Rows and columns between windows.
  public var stride: Int
  /// Planes of the output.
  public var outputChannels: Int
  /// Rows of an output plane.
  public var outputHeight: Int
  /// Vectors a row of an output plane.
  public var outputWidth: Int

  /// Sizes of a convolution.
  public init(
    inputChannels: Int, inputWidth: Int, inputPlane: Int, kernel: Int, stride: Int,
    outputChannels: Int, outputHeight: Int, outputWidth: Int
  ) {
    self.inputChannels = inputChannels
    self.inputWidth = inputWidth
    self.inputPlane = inputPlane
    self.kernel = kernel
    self.stride = stride
    self.outputChannels = outputChannels
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
  }

  /// Weights of one output channel.
  @inlinable
  public var weightsPerOutput: Int { inputChannels * kernel * kernel }
}

/// Where the vectors of small planes go in larger planes of zeros.
public struct SpreadGeometry: Sendable {
  /// How many planes.
  public var planes: Int
  /// Rows of a small plane.
  public var height: Int
  /// Vectors a row of a small plane.
  public var width: Int
  /// Rows of a large plane.
  public var spreadHeight: Int
  /// Vectors a row of a large plane.
  public var spreadWidth: Int
  /// The row and the column of a small plane's first vector, negative where it falls outside.
  public var offset: Int
  /// Rows and columns between the vectors of a small plane.
  public var step: Int

  /// Sizes of both planes.
  public init(
    planes: Int, height: Int, width: Int, spreadHeight: Int, spreadWidth: Int, offset: Int,
    step: Int
  ) {
    self.planes = planes
    self.height = height
    self.width = width
    self.spreadHeight = spreadHeight
    self.spreadWidth = spreadWidth
    self.offset = offset
    self.step = step
  }
}

/// The sizes and strides of a matrix of weights times the vectors of several blocks.
public struct MatrixProductGeometry: Sendable {
  /// Rows of the matrix: vectors of each output.
  public var rows: Int
  /// Columns of the matrix: vectors of each input.
  public var depth: Int
  /// Blocks.
  public var blocks: Int
  /// Floats from one row's weight to the next row's.
  public var rowStride: Int
  /// Floats from one column's weight to the next column's.
  public var depthStride: Int
  /// Vectors from one block's input to the next block's.
  public var inputBlockStride: Int
  /// Vectors from one block's output to the next block's.
  public var outputBlockStride: Int

  /// Sizes and strides of a product.
  public init(
    rows: Int, depth: Int, blocks: Int, rowStride: Int, depthStride: Int, inputBlockStride: Int,
    outputBlockStride: Int
  ) {
    self.rows = rows
    self.depth = depth
    self.blocks = blocks
    self.rowStride = rowStride
    self.depthStride = depthStride
    self.inputBlockStride = inputBlockStride
    self.outputBlockStride = outputBlockStride
  }
}

/// The sizes and strides of a gradient to a matrix of weights.
public struct OuterProductGeometry: Sendable {
  /// Rows of the matrix: vectors of the output gradient.
  public var rows: Int
  /// Columns of the matrix that are computed: floats of the input.
  public var columns: Int
  /// Blocks that are summed.
  public var blocks: Int
  /// Vectors from one block's output gradient to the next block's.
  public var blockStride: Int
  /// Floats from one sample's transposed input to the next sample's, a multiple of sixteen.
  public var sampleStride: Int
  /// Floats from one row of the matrix to the next.
  public var rowStride: Int

  /// Sizes and strides of a gradient.
  public init(
    rows: Int, columns: Int, blocks: Int, blockStride: Int, sampleStride: Int, rowStride: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.blocks = blocks
    self.blockStride = blockStride
    self.sampleStride = sampleStride
    self.rowStride = rowStride
  }
}

/// The sizes of a pooling layer.
public struct PoolingGeometry: Sendable {
  /// Planes.
  public var planes: Int
  /// Rows of an input plane.
  public var inputHeight: Int
  /// Vectors a row of an input plane.
  public var inputWidth: Int
  /// Rows of an output plane.
  public var outputHeight: Int
  /// Vectors a row of an output plane.
  public var outputWidth: Int
  /// Rows and columns of the window.
  public var size: Int
  /// Rows and columns between windows.
  public var stride: Int

  /// Sizes of a pooling layer.
  public init(
    planes: Int, inputHeight: Int, inputWidth: Int, outputHeight: Int, outputWidth: Int,
    size: Int, stride: Int
  ) {
    self.planes = planes
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.size = size
    self.stride = stride
  }
}

/// One channel of a batch.
public struct NormalizationGeometry: Sendable {
  /// Vectors of the channel in each block.
  public var size: Int
  /// Blocks.
  public var blocks: Int
  /// Vectors from one block's input to the next block's.
  public var blockStride: Int
  /// Values that count: real samples times ``size``.
  public var count: Int
  /// Added to the variance.
  public var epsilon: Float

  /// One channel of a batch.
  public init(size: Int, blocks: Int, blockStride: Int, count: Int, epsilon: Float) {
    self.size = size
    self.blocks = blocks
    self.blockStride = blockStride
    self.count = count
    self.epsilon = epsilon
  }
}

/// The mean and the (biased) variance of one channel of a batch.
public struct BatchStatistics: Sendable {
  /// The mean.
  public var mean: Float
  /// The mean squared distance from the mean.
  public var variance: Float
  /// `1 / sqrt(variance + epsilon)`.
  public var inverseDeviation: Float

  /// Statistics of one channel.
  public init(mean: Float, variance: Float, inverseDeviation: Float) {
    self.mean = mean
    self.variance = variance
    self.inverseDeviation = inverseDeviation
  }
}

/// What a loss needs to know beside outputs and targets.
public struct LossGeometry: Sendable {
  /// Features of the network's output.
  public var classes: Int
  /// The share of the target that is spread over all classes (Szegedy et al. 2016).
  public var labelSmoothing: Float

  /// What a loss needs to know.
  public init(classes: Int, labelSmoothing: Float) {
    self.classes = classes
    self.labelSmoothing = labelSmoothing
  }
}
