package import NeuralNet

/// A batch of samples stored one after the other, in double precision.
///
/// Feature `(c, y, x)` of sample `s` is number `((s * channels + c) * height + y) * width + x`:
/// PyTorch's NCHW order.
package struct Batch: Equatable, Sendable {
  /// Samples.
  package let count: Int
  /// The shape of one sample.
  package let shape: Shape
  /// `count * shape.count` features.
  package var values: [Double]

  /// A batch of the given features.
  package init(count: Int, shape: Shape, values: [Double]) {
    precondition(values.count == count * shape.count, "a batch holds count * shape.count values")
    self.count = count
    self.shape = shape
    self.values = values
  }

  /// A batch of zeros.
  package init(zeros count: Int, shape: Shape) {
    self.init(
      count: count, shape: shape, values: [Double](repeating: 0, count: count * shape.count))
  }

  /// One feature of one sample.
  package subscript(sample: Int, channel: Int, row: Int, column: Int) -> Double {
    get { values[index(sample, channel, row, column)] }
    set { values[index(sample, channel, row, column)] = newValue }
  }

  /// One feature of one sample by its number in the sample.
  package subscript(sample: Int, feature: Int) -> Double {
    get { values[sample * shape.count + feature] }
    set { values[sample * shape.count + feature] = newValue }
  }

  /// The place of a feature in `values`.
  package func index(_ sample: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    ((sample * shape.channels + channel) * shape.height + row) * shape.width + column
  }

  /// The same features under another shape of equal count.
  package func reshaped(_ shape: Shape) -> Batch {
    Batch(count: count, shape: shape, values: values)
  }
}
