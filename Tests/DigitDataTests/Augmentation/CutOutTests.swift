import DigitData
import Testing

struct CutOutTests {
  private static func augmentation(_ sides: ClosedRange<Float>, probability: Float = 1)
    -> Augmentation
  {
    var augmentation = Augmentation(width: 28, height: 28, seed: 3)
    augmentation.cutOutProbability = probability
    augmentation.cutOut = sides
    return augmentation
  }

  private let white = GrayImage(width: 28, height: 28, filledWith: 255)

  /// The rectangle of background, and whether it is one.
  private func hole(in image: GrayImage) -> (columns: Set<Int>, rows: Set<Int>, isWhole: Bool) {
    var (columns, rows, count) = (Set<Int>(), Set<Int>(), 0)
    for y in 0..<28 {
      for x in 0..<28 where image[x, y] == 0 {
        columns.insert(x)
        rows.insert(y)
        count += 1
      }
    }
    return (columns, rows, count == columns.count * rows.count)
  }

  @Test func aRectangleBecomesBackground() {
    let augmentation = Self.augmentation(4...9)
    var sides = Set<Int>()
    for sample in 0..<300 {
      let image = augmentation.applied(to: white, sample: sample)
      let (columns, rows, isWhole) = hole(in: image)
      #expect(isWhole)
      #expect(columns.count <= 9 && rows.count <= 9)
      #expect(image.pixels.allSatisfy { $0 == 0 || $0 == 255 })
      if columns.min() ?? 0 > 0, columns.max() ?? 27 < 27 { sides.insert(columns.count) }
    }
    #expect(sides == Set(4...9))
  }

  /// It may lie anywhere, and partly outside.
  @Test func everyPixelIsCoveredNowAndThen() {
    let augmentation = Self.augmentation(6...6)
    var covered = Array(repeating: 0, count: 784)
    for sample in 0..<4_000 {
      for (index, value) in augmentation.applied(to: white, sample: sample).pixels.enumerated()
      where value == 0 {
        covered[index] += 1
      }
    }
    // Of 28 places along an axis six cover a pixel, at the edge three.
    let inside = 4_000.0 * 36 / 784
    #expect(Double(covered[14 * 28 + 14]) > 0.7 * inside)
    #expect(Double(covered[14 * 28 + 14]) < 1.3 * inside)
    #expect(covered.allSatisfy { Double($0) > 0.15 * inside })
  }

  @Test func itHappensAsOftenAsAsked() {
    let augmentation = Self.augmentation(5...8, probability: 0.25)
    let count = (0..<2_000).count { augmentation.applied(to: white, sample: $0) != white }
    #expect(abs(Double(count) / 2_000 - 0.25) < 0.03)
  }
}
