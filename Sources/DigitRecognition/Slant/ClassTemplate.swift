import DigitData

/// The mean image of a class of digits at every tilt and shift that is searched.
///
/// A digit's likeness to a template is their inner product. Instead of moving every digit, the
/// template is moved once: all tilts of a pixel lie side by side, and a digit's likeness to all of
/// them is one pass over its ink. Templates are shifted, too, because a long bar moves the centre of
/// mass that digits are framed by.
struct ClassTemplate {
  /// The tilt and shift at which a template looks most like a digit.
  struct Placement: Sendable {
    /// Columns to the right for each row up that it is tilted.
    var tilt: Float = 0
    /// Columns to the right that it is shifted.
    var shift: Float = 0
  }

  private static let tilts = (0..<32).map { (Float($0) - 15.5) * spacing }
  private static let spacing: Float = 0.02
  /// The cost in likeness of a tilt, proportional to its square: a digit that looks equally much like several
  /// tilts of its class keeps the one that its moments say.
  ///
  /// Chosen on digits that the project draws, whose slant is known.
  private static let reluctance: Float = 0.3
  /// The farthest shift to either side, in columns; half columns lie between.
  private static let reach = 2

  /// The template's pixels at each tilt: as it is, and half a column to the right.
  ///
  /// Each tilt has length one; rows have `reach` columns of background on both sides.
  private let planes: [[Float]]
  private let width: Int

  /// The template that is the mean of `images`.
  ///
  /// - Precondition: all images are of one size.
  init(meanOf images: some Sequence<GrayImage>) {
    var (sum, width) = ([Float](), 0)
    for image in images {
      if sum.isEmpty {
        width = image.width
        sum = [Float](repeating: 0, count: image.pixels.count)
      }
      for i in sum.indices { sum[i] += Float(image.pixels[i]) }
    }
    self.width = width
    let smooth = Self.blurred(sum, width: width)
    planes = [0, 0.5].map { Self.tilted(smooth, width: width, shift: $0) }
  }

  /// The tilt and shift at which the template looks most like `image`.
  ///
  /// Left as it is where the likeness only grows towards an end of the tilts: such a digit looks
  /// like no tilt of its class.
  func placement(on image: GrayImage) -> Placement {
    let ink = ink(of: image)
    let length = ink.reduce(0) { $0 + $1.amount * $1.amount }.squareRoot()
    let likeness = (-2 * Self.reach...2 * Self.reach).map {
      self.likeness(ink, length: max(length, .leastNormalMagnitude), halfColumns: $0)
    }
    let tops = likeness.map { row in row.indices.max { row[$0] < row[$1] } ?? 0 }
    let shift = tops.indices.max { likeness[$0][tops[$0]] < likeness[$1][tops[$1]] } ?? 0
    let tilt = tops[shift]
    guard tilt > 0, tilt < Self.tilts.count - 1 else { return Placement() }
    let top = QuadraticPeak(of: likeness, shift: shift, tilt: tilt)
    return Placement(
      tilt: Self.tilts[tilt] + top.tilt * Self.spacing,
      shift: (Float(shift - 2 * Self.reach) + top.shift) / 2)
  }

  // MARK: - Likeness

  /// The places of the ink of `image` in the planes, and its amounts.
  private func ink(of image: GrayImage) -> [(pixel: Int, amount: Float)] {
    image.pixels.indices.filter { image.pixels[$0] > 0 }.map { i in
      let (y, x) = i.quotientAndRemainder(dividingBy: width)
      return (y * (width + 2 * Self.reach) + x + Self.reach, Float(image.pixels[i]))
    }
  }

  /// The cosine between ink and the template at each tilt, less what the tilt costs.
  private func likeness(
    _ ink: [(pixel: Int, amount: Float)], length: Float, halfColumns: Int
  ) -> [Float] {
    let count = Self.tilts.count
    let plane = planes[halfColumns & 1]
    let shift = (halfColumns - (halfColumns & 1)) / 2
    var sums = [Float](repeating: 0, count: count)
    sums.withUnsafeMutableBufferPointer { sums in
      plane.withUnsafeBufferPointer { plane in
        for (pixel, amount) in ink {
          let start = (pixel - shift) * count
          let own = UnsafeBufferPointer(rebasing: plane[start..<start + count])
          for tilt in 0..<count { sums[tilt] += own[tilt] * amount }
        }
      }
    }
    return zip(sums, Self.tilts).map { sum, tilt in
      sum / length - Self.reluctance * tilt * tilt
    }
  }

  // MARK: - Planes

  /// Small differences of stroke width must not decide: a binomial filter of variance one.
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

  /// The plane at every tilt about its middle row, padded, and each of length one.
  private static func tilted(_ plane: [Float], width: Int, shift: Float) -> [Float] {
    guard width > 0 else { return [] }
    let height = plane.count / width
    let padded = width + 2 * reach
    let middle = Float(height - 1) / 2
    var all = [Float](repeating: 0, count: padded * height * tilts.count)
    for (tilt, slope) in tilts.enumerated() {
      var squares: Float = 0
      for y in 0..<height {
        let row = plane[y * width..<(y + 1) * width]
        let moved = slope * (middle - Float(y)) + shift
        for column in 0..<padded {
          let value = row.interpolated(at: Float(column - reach) - moved)
          all[(y * padded + column) * tilts.count + tilt] = value
          squares += value * value
        }
      }
      let length = max(squares.squareRoot(), .leastNormalMagnitude)
      for pixel in 0..<padded * height { all[pixel * tilts.count + tilt] /= length }
    }
    return all
  }
}

extension ArraySlice<Float> {
  /// The value between two neighbours, in proportion; zero outside.
  fileprivate func interpolated(at position: Float) -> Float {
    let left = Int(position.rounded(.down))
    let share = position - Float(left)
    let value = { (offset: Int) in
      (0..<count).contains(offset) ? self[startIndex + offset] : 0
    }
    return value(left) * (1 - share) + value(left + 1) * share
  }
}

/// The maximum of a likeness between the places that were tried, in steps from the best of them.
///
/// The top of the paraboloid through the best place and its eight neighbours: tilt and shift depend
/// on each other, so that half a column more would be a jump of the tilt if each went by itself.
struct QuadraticPeak {
  private(set) var tilt: Float = 0
  private(set) var shift: Float = 0

  /// - Parameter likeness: by shift, then by tilt; the best tilt has neighbours.
  init(of likeness: [[Float]], shift: Int, tilt: Int) {
    let own = likeness[shift]
    let slope = (own[tilt + 1] - own[tilt - 1]) / 2
    let bend = own[tilt + 1] - 2 * own[tilt] + own[tilt - 1]
    guard bend < 0 else { return }
    self.tilt = Self.within(-slope / bend)
    guard shift > 0, shift < likeness.count - 1 else { return }
    let (left, right) = (likeness[shift - 1], likeness[shift + 1])
    let acrossSlope = (right[tilt] - left[tilt]) / 2
    let acrossBend = right[tilt] - 2 * own[tilt] + left[tilt]
    let twist = (right[tilt + 1] - right[tilt - 1] - left[tilt + 1] + left[tilt - 1]) / 4
    let determinant = bend * acrossBend - twist * twist
    guard determinant > 0 else { return }
    self.tilt = Self.within((twist * acrossSlope - acrossBend * slope) / determinant)
    self.shift = Self.within((twist * slope - bend * acrossSlope) / determinant)
  }

  /// Beyond the neighbours a paraboloid says nothing.
  private static func within(_ step: Float) -> Float { min(max(step, -1), 1) }
}
