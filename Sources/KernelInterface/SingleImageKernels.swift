/// Convolution of one sample.
package protocol SingleImageKernels {
  /// Cross-correlation of one sample, and a bias.
  ///
  /// - Parameters:
  ///   - input: `[vectors of channels][rows][columns]` vectors.
  ///   - weights: `[vectors of channels][kernelHeight][kernelWidth][channels of the vector][outputVectors]`
  ///     vectors.
  ///   - bias: `[outputVectors]` vectors.
  ///   - output: `[outputVectors][outputHeight][outputWidth]` vectors.
  static func convolveSingleImage(
    _ geometry: SingleImageConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, bias: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)
}

/// The sizes of a convolution of one sample, where a vector holds sixteen channels of one place: a
/// plane is what a plane of sixteen samples is elsewhere.
///
/// A dense layer is one window as large as its input.
package struct SingleImageConvolutionGeometry: Sendable {
  /// Channels of the input.
  package var inputChannels: Int
  /// The layout of the input.
  package var input: PlaneLayout
  /// Rows of the window.
  package var kernelHeight: Int
  /// Columns of the window.
  package var kernelWidth: Int
  /// Rows and columns between windows.
  package var stride: Int
  /// Vectors of output channels.
  package var outputVectors: Int
  /// The layout of the output.
  package var output: PlaneLayout
  /// Rows of the output.
  package var outputHeight: Int
  /// Columns of the output.
  package var outputWidth: Int
  /// Whether negative sums become zero.
  package var rectifies: Bool

  /// Sizes of a convolution.
  package init(
    inputChannels: Int, input: PlaneLayout, kernelHeight: Int, kernelWidth: Int, stride: Int,
    outputVectors: Int, output: PlaneLayout, outputHeight: Int, outputWidth: Int, rectifies: Bool
  ) {
    self.inputChannels = inputChannels
    self.input = input
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.outputVectors = outputVectors
    self.output = output
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.rectifies = rectifies
  }
}

/// The places of the vectors of planes; columns are neighbours.
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
