public import DigitData
import RecognizerRandomNumbers

extension SlantAligner {
  /// Every digit of a data set, stood upright and then sheared by angles that are known.
  ///
  /// - Parameters:
  ///   - degrees: angles are drawn evenly between this to the left and to the right.
  ///   - copies: how many times each digit is sheared; copies of all digits follow one another.
  ///   - seed: where all chance starts.
  ///   - progress: told now and then how many pictures are done.
  /// - Returns: the pictures, framed as MNIST frames digits, with their angles in degrees.
  public func slanted(
    _ images: LabeledImages, degrees: Double, copies: Int = 1, seed: UInt64,
    progress: (_ done: Int) -> Void = { _ in }
  ) -> RegressionImages {
    let slopes = (0..<images.count).map {
      slope(of: images.image($0), label: Int(images.labels[$0]))
    }
    let count = copies * images.count
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * NormalizedDigit.side * NormalizedDigit.side)
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
      width: NormalizedDigit.side, height: NormalizedDigit.side, pixels: pixels, values: angles)
  }
}
