import DigitData
import Testing

struct LowResolutionTests {
  private static func augmentation(
    _ factors: ClosedRange<Float>, width: Int, height: Int
  ) -> Augmentation {
    var augmentation = Augmentation(width: width, height: height, seed: 9)
    augmentation.lowResolutionProbability = 1
    augmentation.lowResolution = factors
    return augmentation
  }

  /// Pixels that lie so deep inside that no background reaches them.
  private static func inside(_ image: GrayImage, margin: Int) -> [UInt8] {
    (margin..<image.height - margin).flatMap { y in
      (margin..<image.width - margin).map { image[$0, y] }
    }
  }

  @Test(arguments: [(28, 28), (31, 17), (80, 60)])
  func aConstantPictureIsTheSameInside(width: Int, height: Int) {
    let augmentation = Self.augmentation(0.3...1, width: width, height: height)
    for grey in [1, 77, 254, 255] as [UInt8] {
      let image = GrayImage(width: width, height: height, filledWith: grey)
      for sample in 0..<20 {
        let inside = Self.inside(augmentation.applied(to: image, sample: sample), margin: 3)
        #expect(inside.allSatisfy { $0 == grey })
      }
    }
  }

  @Test func aFactorOfOneIsNone() {
    let image = GrayImage(width: 28, height: 28, pixels: (0..<784).map { UInt8($0 % 251) })
    var plain = Augmentation(width: 28, height: 28, seed: 9)
    plain.rotation = 17...17
    plain.translation = 1.5...1.5
    var reduced = plain
    reduced.lowResolutionProbability = 1
    #expect(reduced.applied(to: image) == plain.applied(to: image))
    #expect(Self.augmentation(1...1, width: 28, height: 28).applied(to: image) == image)
  }

  /// Four pixels become one, and a position between two of those reads both.
  @Test func halfTheResolutionIsTheMeanOfFour() {
    var image = GrayImage(width: 8, height: 2, filledWith: 0)
    for (x, value) in [0, 0, 100, 200, 40, 40, 0, 0].enumerated() {
      for y in 0..<2 { image[x, y] = UInt8(value) }
    }
    let augmentation = Self.augmentation(0.5...0.5, width: 8, height: 2)
    let result = augmentation.applied(to: image)
    // Columns 0, 150, 40, 0 at 0.5, 2.5, 4.5 and 6.5; above and below is background, a quarter away.
    let row = [0, 37.5, 112.5, 122.5, 67.5, 30, 10, 0].map { $0 * 0.75 }
    for y in 0..<2 {
      for x in 0..<8 { #expect(abs(Double(result[x, y]) - row[x]) <= 1, "\(x) \(y)") }
    }
  }

  /// Fine texture is gone, ink is not, and the picture stays where it was.
  @Test func inkAndPlaceStay() {
    var image = GrayImage(width: 28, height: 28, filledWith: 0)
    for y in 7..<20 { for x in 9..<16 { image[x, y] = (x + y).isMultiple(of: 2) ? 255 : 0 } }
    let augmentation = Self.augmentation(0.25...0.5, width: 28, height: 28)
    for sample in 0..<50 {
      let result = augmentation.applied(to: image, sample: sample)
      #expect(abs(result.ink / image.ink - 1) < 0.1)
      #expect(abs(result.centerOfMass.x - image.centerOfMass.x) < 0.3)
      #expect(abs(result.centerOfMass.y - image.centerOfMass.y) < 0.3)
      #expect(result.pixels.max() ?? 0 < 190)
    }
  }

  /// Factors that round to a whole number of pixels, and their neighbours, which round past it.
  @Test func everyReducedPixelCoversSomething() {
    for width in 2...64 {
      let image = GrayImage(width: width, height: 2, filledWith: 200)
      for count in (width + 9) / 10...width {
        var factor = (Float(count) / Float(width)).nextDown
        for _ in 0..<3 {
          if (0.1...1).contains(factor) {
            let reduced = Self.augmentation(factor...factor, width: width, height: 2)
              .applied(to: image)
            #expect(reduced.pixels.allSatisfy { $0 > 0 && $0 <= 200 }, "\(width) \(factor)")
          }
          factor = factor.nextUp
        }
      }
    }
  }

  @Test func turningReadsTheReducedPicture() {
    var image = GrayImage(width: 28, height: 28, filledWith: 0)
    for y in 4..<24 { for x in 4..<10 { image[x, y] = 200 } }
    var augmentation = Self.augmentation(0.5...0.5, width: 28, height: 28)
    let upright = augmentation.applied(to: image)
    augmentation.rotation = 180...180
    let turned = augmentation.applied(to: image)
    #expect(
      zip(turned.pixels, upright.pixels.reversed()).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
  }
}
