package import DigitData
import RecognizerRandomNumbers

/// The slant of each digit of a data set, compared with the others of its class.
///
/// Nobody has measured the slant of MNIST's digits, and the moments of their ink are a poor
/// witness: they call a 7 with a long bar more slanted than one with a short bar. So a class is
/// brought into line as a whole (congealing: Miller, Matsakis and Viola, "Learning from One Example
/// Through Shared Densities on Transforms", CVPR 2000): each digit is sheared, and moved a
/// little sideways, until it looks most like the mean of its class, and the mean is taken again.
/// The slant of the whole class is left to the moments: their mean over a class is right by
/// definition.
package struct SlantAligner: Sendable {
  private let templates: [ClassTemplate?]

  /// The number of rounds in which the means are computed.
  private static let rounds = 6

  /// Brings the digits of a training set into line.
  ///
  /// - Parameter progress: told after each round how many are done, of how many.
  package init(
    aligning images: LabeledImages, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    let digits = (0..<images.count).map { MomentUpright(images.image($0)) }
    let classes = images.classNames.indices.map { label in
      images.labels.indices.filter { images.labels[$0] == UInt8(label) }
    }
    var places = [ClassTemplate.Placement](repeating: .init(), count: images.count)
    var templates = [ClassTemplate?](repeating: nil, count: classes.count)
    for round in 0..<Self.rounds {
      for (label, own) in classes.enumerated() where !own.isEmpty {
        let template = ClassTemplate(
          meanOf: own.lazy.map { digits[$0].aligned(by: places[$0]) })
        for index in own { places[index] = template.placement(on: digits[index].image) }
        let mean = own.reduce(0) { $0 + places[$1].tilt } / Float(own.count)
        for index in own { places[index].tilt -= mean }
        templates[label] = template
      }
      progress(round + 1, Self.rounds)
    }
    self.templates = templates
  }

  /// Columns to the right for each row up that a digit of a class leans.
  ///
  /// The moments alone decide where the training set had no digit of the class.
  package func slope(of image: GrayImage, label: Int) -> Double {
    let digit = MomentUpright(image)
    guard let template = templates[label] else { return digit.slope }
    return digit.slope + Double(template.placement(on: digit.image).tilt)
  }
}

/// A digit that its moments call upright.
private struct MomentUpright {
  let image: GrayImage
  /// The slant that it had.
  let slope: Double
  /// The row that stays where it is.
  private let row: Float

  init(_ image: GrayImage) {
    let moments = InkMoments(image)
    slope = moments.slope
    row = Float(moments.row)
    self.image = image.sheared(slope: Float(-slope), about: row)
  }

  /// The digit as it lies on a template that is placed so.
  func aligned(by place: ClassTemplate.Placement) -> GrayImage {
    image.sheared(slope: -place.tilt, about: row, shift: -place.shift)
  }
}

extension SlantAligner {
  /// Every digit of a data set, stood upright and then sheared by angles that are known.
  ///
  /// - Parameters:
  ///   - degrees: angles are drawn evenly between this to the left and to the right.
  ///   - copies: how many times each digit is sheared; copies of all digits follow one another.
  ///   - seed: where all chance starts.
  ///   - progress: told now and then how many pictures are done.
  /// - Returns: the pictures, framed as MNIST frames digits, with their angles in degrees.
  package func slanted(
    _ images: LabeledImages, degrees: Double, copies: Int = 1, seed: UInt64,
    progress: (_ done: Int) -> Void = { _ in }
  ) -> RegressionImages {
    let slopes = (0..<images.count).map {
      slope(of: images.image($0), label: Int(images.labels[$0]))
    }
    let count = copies * images.count
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * PreparedImage.side * PreparedImage.side)
    let angles = (0..<count).map { number in
      let (copy, index) = number.quotientAndRemainder(dividingBy: images.count)
      var generator = SplitMix64(seed: seed, stream: index, copy)
      let angle = generator.uniform(in: Float(-degrees)...Float(degrees))
      let slope = Slant.slope(degrees: Double(angle)) - slopes[index]
      pixels += images.image(index).leaning(by: slope).pixels
      if number % 1_000 == 0 { progress(number) }
      return angle
    }
    return RegressionImages(
      width: PreparedImage.side, height: PreparedImage.side, pixels: pixels, values: angles)
  }
}
