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

  /// The same with a window of 3x3 and stride 1 by Winograd's algorithm.
  ///
  /// - Parameters:
  ///   - weights: `[36][inputChannels][outputVectors]` vectors, transformed.
  ///   - scratch: ``SingleImageConvolutionGeometry/winogradScratch`` vectors.
  static func winogradConvolveSingleImage(
    _ geometry: SingleImageConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, bias: UnsafePointer<Vector>,
    scratch: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>)

  /// Weights as ``convolveSingleImage(_:_:weights:bias:into:)`` takes them become
  /// `[36][inputChannels][outputVectors]` vectors; `scratch` holds 18.
  static func winogradTransformSingleImageWeights(
    _ geometry: SingleImageConvolutionGeometry, _ weights: UnsafePointer<Vector>,
    scratch: UnsafeMutablePointer<Vector>, into transformed: UnsafeMutablePointer<Vector>)
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

// MARK: - Winograd

extension SingleImageConvolutionGeometry {
  /// Vectors of input channels.
  package var inputVectors: Int { (inputChannels + 15) / 16 }
  /// Tiles of 4x4 outputs, from top to bottom.
  package var tilesDown: Int { (outputHeight + 3) / 4 }
  /// Tiles of 4x4 outputs in a row.
  package var tilesAcross: Int { (outputWidth + 3) / 4 }

  /// Vectors that Winograd's algorithm needs for a moment: two windows, no bias, and the transformed
  /// inputs and outputs, a vector more than these for each of the 36 points.
  package var winogradScratch: Int {
    72 + outputVectors + 36 * ((inputVectors + outputVectors) * tilesDown * tilesAcross + 2)
  }

  /// Whether Winograd's algorithm takes fewer operations: it saves three products of four, or fewer
  /// where tiles stick out, and transforms a vector in about six.
  package var suitsWinograd: Bool {
    guard kernelHeight == 3, kernelWidth == 3, stride == 1 else { return false }
    let points = 36 * tilesDown * tilesAcross
    let products = points * inputChannels * outputVectors
    let transforms = 6 * points * (inputVectors + outputVectors)
    return products + transforms < 9 * outputHeight * outputWidth * inputChannels * outputVectors
  }

  /// The product for one of the points: a window of one place, in a row of tiles.
  package func product(tiles: Int) -> SingleImageConvolutionGeometry {
    let layout = PlaneLayout(row: tiles, plane: tiles)
    return SingleImageConvolutionGeometry(
      inputChannels: inputChannels, input: layout, kernelHeight: 1, kernelWidth: 1, stride: 1,
      outputVectors: outputVectors, output: layout, outputHeight: 1, outputWidth: tiles,
      rectifies: false)
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
