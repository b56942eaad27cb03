import DigitData
import Testing

struct AugmentationTests {
  /// A picture with different bytes everywhere.
  private static func texture(width: Int, height: Int) -> GrayImage {
    let bytes = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 7) }
    return GrayImage(width: width, height: height, pixels: bytes)
  }

  /// A disc of ink in the middle.
  private static func disc(width: Int = 28, height: Int = 28, radius: Float = 6) -> GrayImage {
    var image = GrayImage(width: width, height: height, filledWith: 0)
    for y in 0..<height {
      for x in 0..<width {
        let (right, down) = (Float(x) - Float(width - 1) / 2, Float(y) - Float(height - 1) / 2)
        if right * right + down * down <= radius * radius { image[x, y] = 255 }
      }
    }
    return image
  }

  private static let presets: [Augmentation] = [.standard(seed: 3), .strong(seed: 3)]

  // MARK: - Repeatability

  @Test(arguments: presets)
  func argumentsAndSeedDecide(augmentation: Augmentation) {
    var augmentation = augmentation
    augmentation.probability = 1
    let image = Self.disc()
    let result = augmentation.applied(to: image, sample: 5, epoch: 2)
    #expect(augmentation.applied(to: image, sample: 5, epoch: 2) == result)
    #expect(augmentation.applied(to: image, sample: 5, epoch: 3) != result)
    #expect(augmentation.applied(to: image, sample: 6, epoch: 2) != result)
    var other = Augmentation.strong(seed: 4)
    other.probability = 1
    #expect(other.applied(to: image, sample: 5, epoch: 2) != result)
  }

  @Test(arguments: [(1, 1), (28, 28), (31, 17)])
  func nothingChangesUnasked(width: Int, height: Int) {
    let image = Self.texture(width: width, height: height)
    let none = Augmentation(width: width, height: height, seed: 1)
    var never = Augmentation.strong(width: width, height: height, seed: 1)
    never.probability = 0
    for epoch in 0..<5 {
      #expect(none.applied(to: image, epoch: epoch) == image)
      #expect(never.applied(to: image, epoch: epoch) == image)
    }
  }

  @Test func probabilityIsTheShareChanged() {
    var augmentation = Augmentation.standard(seed: 1)
    augmentation.probability = 0.5
    let image = Self.disc()
    let changed = (0..<400).count { augmentation.applied(to: image, sample: $0) != image }
    #expect((160...240).contains(changed))
  }

  // MARK: - Ink

  @Test func standardKeepsInkAndPlace() {
    let augmentation = Augmentation.standard(seed: 1)
    let image = Self.disc()
    for sample in 0..<200 {
      let result = augmentation.applied(to: image, sample: sample)
      let share = result.ink / image.ink
      // Areas between 0.85² and 1.1², with some room for interpolation.
      #expect(share > 0.70 && share < 1.24)
      let (x, y) = result.centerOfMass
      #expect(abs(x - 13.5) < 2.1 && abs(y - 13.5) < 2.1)
    }
  }

  @Test func strongKeepsInk() {
    let augmentation = Augmentation.strong(seed: 1)
    let image = Self.disc()
    for sample in 0..<200 {
      let share = augmentation.applied(to: image, sample: sample).ink / image.ink
      #expect(share > 0.15 && share < 3)
    }
  }

  // MARK: - Bounds

  @Test(arguments: [(1, 1), (1, 40), (40, 1), (2, 3), (8, 8), (28, 28), (31, 17)])
  func staysInItsBytes(width: Int, height: Int) {
    var extreme = Augmentation.strong(width: width, height: height, seed: 2)
    extreme.rotation = -180...180
    extreme.scale = 0.1...10
    extreme.shear = -20...20
    extreme.translation = -5000...5000
    extreme.elasticity = 0...16
    extreme.strokeWidth = -1...1
    extreme.degradationProbability = 1
    extreme.noise = 0...127
    let image = Self.texture(width: width, height: height)
    let strong = Augmentation.strong(width: width, height: height, seed: 2)
    var coarse = extreme
    coarse.lowResolutionProbability = 1
    coarse.lowResolution = 0.1...1
    coarse.cutOutProbability = 1
    coarse.cutOut = 0...28
    for augmentation in [extreme, strong, coarse] {
      for epoch in 0..<20 {
        let guarded: [UInt8] = [0xA5, 0x5A] + image.pixels + [0xA5, 0x5A]
        var bytes = guarded
        bytes.withUnsafeMutableBufferPointer { all in
          augmentation.apply(
            to: UnsafeMutableBufferPointer(rebasing: all[2..<all.count - 2]), sample: 0,
            epoch: epoch)
        }
        #expect(bytes.prefix(2) == guarded.prefix(2) && bytes.suffix(2) == guarded.suffix(2))
      }
    }
  }

  /// A slope stays a slope when it is averaged.
  @Test(arguments: [1, 0.5] as [Float])
  func bendingMovesNoFurtherThanAsked(resolution: Float) {
    var image = GrayImage(width: 28, height: 28, filledWith: 0)
    for y in 0..<28 { for x in 0..<28 { image[x, y] = UInt8(5 * x + 4 * y) } }
    var augmentation = Augmentation(width: 28, height: 28, seed: 1)
    augmentation.elasticity = 2...2
    augmentation.lowResolutionProbability = 1
    augmentation.lowResolution = resolution...resolution
    var largest = 0
    for epoch in 0..<20 {
      let result = augmentation.applied(to: image, epoch: epoch)
      for y in 4..<24 {
        for x in 4..<24 { largest = max(largest, abs(Int(result[x, y]) - Int(image[x, y]))) }
      }
    }
    #expect(largest <= 2 * (5 + 4) + 2)
    #expect(largest > 9)
  }
}
