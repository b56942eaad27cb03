import DigitData
import RecognizerTestSupport
import Testing

/// The real files, against facts that are published about them.
@Suite(.needsMNIST)
struct MNISTTests {
  @Test func testSetIsWhatIsPublished() throws {
    let set = try LabeledImages.load(from: SharedData.mnist, split: .test)
    #expect(set.count == 10_000 && set.width == 28 && set.height == 28)
    #expect(set.labels.prefix(5) == [7, 2, 1, 0, 4])
    let counts = set.labels.reduce(into: Array(repeating: 0, count: 10)) { $0[Int($1)] += 1 }
    #expect(counts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    #expect(set.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
  }

  @Test func trainingSetIsWhatIsPublished() throws {
    let set = try LabeledImages.load(from: SharedData.mnist, split: .train)
    #expect(set.count == 60_000)
    #expect(set.labels.prefix(5) == [5, 0, 4, 1, 9])
    let sum = set.pixels.reduce(into: 0) { $0 += Int($1) }
    // The mean that every introduction quotes, 0.1307.
    #expect(abs(Double(sum) / Double(set.pixels.count) / 255 - 0.1307) < 5e-5)
  }
}
