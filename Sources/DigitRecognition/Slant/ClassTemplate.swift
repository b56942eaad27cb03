import DigitData

/// What a class of digits looks like on average, at every tilt that is looked for.
///
/// A digit's likeness to a tilted template is their inner product. Instead of tilting every digit,
/// the template is tilted once: all tilts of a pixel lie side by side, and a digit's likeness to all
/// of them is one pass over its ink.
struct ClassTemplate {
  /// The tilts, as slopes, from the leftmost to the rightmost.
  private static let tilts = (0..<32).map { (Float($0) - 15.5) * spacing }
  private static let spacing: Float = 0.02

  /// For each pixel, what the template has there at each tilt; each tilt has length one.
  private let tilted: [Float]

  /// The template that is the mean of `images`.
  ///
  /// - Precondition: all images are of one size.
  init(meanOf images: some Sequence<GrayImage>) {
    var (sum, width, height) = ([Float](), 0, 0)
    for image in images {
      if sum.isEmpty {
        (width, height) = (image.width, image.height)
        sum = [Float](repeating: 0, count: width * height)
      }
      for i in sum.indices { sum[i] += Float(image.pixels[i]) }
    }
    let smooth = Self.blurred(Self.blurred(sum, width: width), width: width)
    let count = Self.tilts.count
    var tilted = [Float](repeating: 0, count: sum.count * count)
    for (tilt, slope) in Self.tilts.enumerated() {
      let plane = Self.tilted(smooth, width: width, slope: slope)
      let length = max(plane.reduce(0) { $0 + $1 * $1 }.squareRoot(), .leastNormalMagnitude)
      for i in plane.indices { tilted[i * count + tilt] = plane[i] / length }
    }
    self.tilted = tilted
  }

  /// The slope by which the template has to be tilted to look most like `image`.
  ///
  /// Zero where the likeness only grows towards an end of the range: such a digit looks like no
  /// tilt of its class.
  func tilt(of image: GrayImage) -> Float {
    let likeness = likeness(image)
    let best = likeness.indices.max { likeness[$0] < likeness[$1] } ?? 0
    guard best > 0, best < likeness.count - 1 else { return 0 }
    // The top of the parabola through the best and its neighbours.
    let (left, middle, right) = (likeness[best - 1], likeness[best], likeness[best + 1])
    let bend = left - 2 * middle + right
    let offset = bend < 0 ? min(max((left - right) / (2 * bend), -1), 1) : 0
    return Self.tilts[best] + offset * Self.spacing
  }

  // MARK: - Implementation

  /// The inner product of `image` with the template at each tilt.
  private func likeness(_ image: GrayImage) -> [Float] {
    let count = Self.tilts.count
    var sums = [Float](repeating: 0, count: count)
    sums.withUnsafeMutableBufferPointer { sums in
      tilted.withUnsafeBufferPointer { tilted in
        for (i, ink) in image.pixels.enumerated() where ink > 0 {
          let own = UnsafeBufferPointer(rebasing: tilted[i * count..<(i + 1) * count])
          for tilt in 0..<count { sums[tilt] += own[tilt] * Float(ink) }
        }
      }
    }
    return sums
  }

  /// Small differences of place and stroke width must not decide: a binomial filter of variance one.
  private static func blurred(_ plane: [Float], width: Int) -> [Float] {
    let rows = filtered(plane, width: width, step: 1)
    return filtered(rows, width: width, step: width)
  }

  private static func filtered(_ plane: [Float], width: Int, step: Int) -> [Float] {
    let position = { (i: Int) in step == 1 ? i % width : i / width }
    let size = step == 1 ? width : plane.count / max(width, 1)
    return plane.indices.map { i in
      zip(-2...2, [1, 4, 6, 4, 1] as [Float]).reduce(0) { sum, tap in
        let inside = (0..<size).contains(position(i) + tap.0)
        return sum + (inside ? plane[i + tap.0 * step] * tap.1 / 16 : 0)
      }
    }
  }

  /// The plane with each row moved sideways about the middle row.
  private static func tilted(_ plane: [Float], width: Int, slope: Float) -> [Float] {
    let middle = Float(plane.count / width - 1) / 2
    return plane.indices.map { i in
      let (y, x) = i.quotientAndRemainder(dividingBy: width)
      let source = Float(x) - slope * (middle - Float(y))
      let left = Int(source.rounded(.down))
      let share = source - Float(left)
      let pixel = { (column: Int) in
        (0..<width).contains(column) ? plane[y * width + column] : 0
      }
      return pixel(left) * (1 - share) + pixel(left + 1) * share
    }
  }
}
