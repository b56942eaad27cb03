import DigitData
import DigitDrawing
import RecognizerRandomNumbers
import Testing

@testable import DigitRecognition

@Suite struct PieceSamplesTests {
  /// One drawn digit of each kind, framed as MNIST's are.
  private static let digits: LabeledImages = {
    var generator = SplitMix64(seed: 4)
    let pixels = (0...9).flatMap { digit in
      let image = DigitDrawing.worldwide(digit, using: &generator).draw(width: 44, height: 44)
        .trimmed()
      return MNISTFrame.frame(image.pixels, width: image.width, height: image.height)
    }
    return LabeledImages(width: 28, height: 28, pixels: pixels, labels: Array(0...9))
  }()

  private func samples(_ count: Int, threads: Int = 2, positions: [Int] = Array(0..<10))
    -> PieceSamples
  {
    PieceSamples(Self.digits, at: positions, count: count, seed: 6, threads: threads)
  }

  @Test func theyFollowFromTheSeedOnAnyNumberOfThreads() {
    let (one, two) = (samples(300, threads: 1), samples(300, threads: 2))
    #expect(one.pixels == two.pixels && one.labels == two.labels)
    #expect(two.labels.count == 300 && two.pixels.count == 300 * 784)
  }

  @Test func everyClassIsThere() {
    let labels = samples(2_000).labels
    for label in 0..<12 as Range<UInt8> {
      #expect(labels.count { $0 == label } > 40, "class \(label)")
    }
  }

  @Test func onlyTheChosenDigitsAreUsed() {
    let labels = Set(samples(400, positions: [3, 8]).labels)
    #expect(labels == [3, 8, 10, 11])
  }

  /// A piece called a digit looks most like that digit, whatever the cuts took or left.
  @Test func aPieceOfADigitLooksLikeIt() {
    let samples = samples(1_200)
    var (right, all) = (0, 0)
    for (index, label) in samples.labels.enumerated() where label < 10 {
      // What cuts part from a piece is grey.
      let piece = samples.pixels[index * 784..<(index + 1) * 784].map {
        $0 > MNISTFrame.mostAround ? Double($0) : 0
      }
      let nearest = (0..<10).min { difference(piece, $0) < difference(piece, $1) }
      right += nearest == Int(label) ? 1 : 0
      all += 1
    }
    #expect(all > 400)
    // Chance has a tenth; leaning and cut digits are no exact copies.
    #expect(Double(right) > 0.8 * Double(all), "\(right) of \(all)")
  }

  private func difference(_ piece: [Double], _ digit: Int) -> Double {
    zip(piece, Self.digits.image(digit).pixels).reduce(0) {
      $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1))
    }
  }
}
