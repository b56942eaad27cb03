import DigitRecognition
import NeuralNet
import NeuralNetReference

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers in rows and columns as squares, the darker the larger.
struct GrayGrid {
  let rows: Int
  let columns: Int
  /// Row after row.
  let values: [Double]
  /// The value that is white and the one that is black.
  let range: ClosedRange<Double>

  /// Grey levels darker than white: more could not be distinguished, and each is one more path.
  private static let darkest = 12

  /// Draws the squares and a frame around them, the longer side of `length` pixels.
  func draw(at origin: Point, length: Double, on picture: inout SVG) {
    let cell = length / Double(max(rows, columns))
    for (shade, path) in paths().enumerated() where shade > 0 && !path.isEmpty {
      picture.shape(
        path, at: origin, scale: cell, gray: 255 * (Self.darkest - shade) / Self.darkest)
    }
    picture.rectangle(
      Rectangle(origin: origin, size: cell * Point(Double(columns), Double(rows))), stroke: .grid)
  }

  /// For each shade the outlines of its squares; neighbours in a row share one.
  func paths() -> [String] {
    var paths = [String](repeating: "", count: Self.darkest + 1)
    for row in 0..<rows {
      let shades = values[row * columns..<(row + 1) * columns].map(shade)
      var start = 0
      while start < columns {
        let end = shades[start...].firstIndex { $0 != shades[start] } ?? columns
        paths[shades[start]] += "M\(start) \(row)h\(end - start)v1h\(start - end)z"
        start = end
      }
    }
    return paths
  }

  private func shade(_ value: Double) -> Int {
    let length = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
    let darkness = min(max((value - range.lowerBound) / length, 0), 1)
    return Int((darkness * Double(Self.darkest)).rounded())
  }
}

// MARK: - Channels

extension GrayGrid {
  /// One channel of a batch's first sample.
  ///
  /// - Parameter range: the values that are white and black; nil for the channel's own least and
  ///   largest value.
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
