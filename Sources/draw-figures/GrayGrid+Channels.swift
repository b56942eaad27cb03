import NeuralNet
import NeuralNetReference

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GrayGrid {
  /// One channel of a batch's first sample.
  ///
  /// - Parameter range: what is white and what is black; the channel's own least and largest value
  ///   if nothing is said.
  init(_ batch: Batch, channel: Int, range: ClosedRange<Double>? = nil) {
    let values = batch.plane(channel)
    self.init(
      rows: batch.shape.height, columns: batch.shape.width, values: values,
      range: range ?? Self.range(of: values))
  }

  /// At each place, how far all channels are from those of `end`, on a logarithmic scale.
  ///
  /// - Parameter decades: how far below the largest place of `end`, which is black, white lies.
  init(distanceOf state: Batch, to end: Batch, decades: Int) {
    // A state of zeros has no length to measure by.
    let largest = max(Self.lengths(of: end).max() ?? 0, .leastNormalMagnitude)
    let difference = Batch(
      count: end.count, shape: end.shape, values: zip(state.values, end.values).map(-))
    self.init(
      rows: end.shape.height, columns: end.shape.width,
      values: Self.lengths(of: difference).map { log10($0 / largest) },
      range: -Double(decades)...0)
  }

  /// The length of the channels' vector at each place of the first sample.
  private static func lengths(of batch: Batch) -> [Double] {
    let planes = (0..<batch.shape.channels).map(batch.plane)
    return (0..<batch.shape.height * batch.shape.width).map { place in
      norm(planes.map { $0[place] })
    }
  }

  /// One range for several pictures, so that equal greys are equal values.
  static func range(of values: [Double]) -> ClosedRange<Double> {
    (values.min() ?? 0)...(values.max() ?? 0)
  }
}

extension Batch {
  /// One channel of the first sample, row after row.
  func plane(_ channel: Int) -> [Double] {
    let size = shape.height * shape.width
    return Array(values[channel * size..<(channel + 1) * size])
  }
}
