/// The sizes of a convolution of one sample, where a vector holds sixteen channels of one place: a
/// plane is what a plane of sixteen samples is elsewhere.
///
/// A dense layer is one window as large as its input.
package struct SingleImageConvolutionGeometry: Sendable {
  /// Channels of the input.
  package var inputChannels: Int
  /// Where the input lies.
  package var input: PlaneLayout
  /// Rows of the window.
  package var kernelHeight: Int
  /// Columns of the window.
  package var kernelWidth: Int
  /// Rows and columns between windows.
  package var stride: Int
  /// Vectors of output channels.
  package var outputVectors: Int
  /// Where the output lies.
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
