import DigitData
import DigitDrawing
import DigitRecognition
import RecognizerRandomNumbers
import Testing

/// Digits that the project draws have a slant that is known: the measure of what finds it.
@Suite struct UprightDrawingsTests {
  /// Digits of every class in every style by hands that lean by known slopes.
  private static func drawings(_ count: Int) -> (images: LabeledImages, slopes: [Double]) {
    var generator = SplitMix64(seed: 11)
    var (pixels, slopes) = ([UInt8](), [Double]())
    for index in 0..<count {
      var hand = Handwriting(using: &generator)
      // A turned digit leans, too, by its shape.
      hand.halfTurn = 0
      let style = DigitStyle.random(of: index % 10, using: &generator)
      pixels += DigitDrawing(style, hand: hand, using: &generator).drawAsMNIST().pixels
      slopes.append(hand.slant)
    }
    return (
      LabeledImages(
        width: 28, height: 28, pixels: pixels, labels: (0..<count).map { UInt8($0 % 10) }),
      slopes
    )
  }

  /// The deviation of what was found from the truth, each class's mean left out.
  private static func deviation(_ found: [Double], _ slopes: [Double]) -> Double {
    let errors = zip(found, slopes).map { $0 - $1 }
    var squares = 0.0
    for digit in 0..<10 {
      let own = stride(from: digit, to: errors.count, by: 10).map { errors[$0] }
      let mean = own.reduce(0, +) / Double(own.count)
      squares += own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return (squares / Double(errors.count)).squareRoot()
  }

  @Test func likenessTellsTheSlantBetterThanMoments() {
    let (images, slopes) = Self.drawings(600)
    let upright = SlantAligner(aligning: images)
    let byMoments = Self.deviation(
      (0..<images.count).map { InkMoments(images.image($0)).slope }, slopes)
    let byLikeness = Self.deviation(
      (0..<images.count).map { upright.slope(of: images.image($0), label: $0 % 10) }, slopes)
    #expect(byLikeness < byMoments)
  }
}
