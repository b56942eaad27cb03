import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

@testable import draw_samples

@Suite struct SampleFilesTests {
  private static let pictures = SampleFile.all.filter { $0.path.hasSuffix(".png") }

  private static func committed(_ file: SampleFile) -> String {
    "\(packageRoot)/data/\(file.path)"
  }

  @Test func everyFileIsCommittedAndNoOther() throws {
    for folder in ["samples", DigitSet.folder] {
      let names = try Folder.entries(of: "\(packageRoot)/data/\(folder)")
      let expected = SampleFile.all.filter { $0.path.hasPrefix("\(folder)/") }
      #expect(names == expected.map { Folder.name(of: $0.path) }.sorted())
    }
  }

  @Test func namesCarryTheTruth() throws {
    #expect(Self.pictures.count >= 22)
    var digits: Set<Character> = []
    let unnamed = ["blank.png", "page.png"]
    for file in Self.pictures where !unnamed.contains(Folder.name(of: file.path)) {
      let name = Folder.name(of: file.path).dropLast(".png".count)
      let truth = try #require(name.split(separator: "_").last)
      #expect(truth.allSatisfy { $0.isNumber })
      #expect(truth.count == (name.hasPrefix("line") ? 10 : 1))
      digits.formUnion(truth)
    }
    #expect(digits.count == 10)
  }

  /// The pixels are compared and not the bytes, because another zlib packs them differently.
  @Test(arguments: pictures)
  func committedPictureIsWhatTheCodeDraws(file: SampleFile) throws {
    let path = Self.committed(file)
    let found = try PNG.decode(FileContents.read(path), path: path)
    let drawn = try PNG.decode(file.bytes(), path: file.path)
    #expect(found == drawn)
  }

  @Test(arguments: Split.allCases)
  func committedDigitsAreWhatTheCodeDraws(split: Split) throws {
    let set = try LabeledImages.load(from: "\(packageRoot)/data/digits", split: split)
    #expect(set.count == DigitSet.count(split))
    #expect((set.width, set.height) == (28, 28))
    for index in stride(from: 0, to: set.count, by: 13) {
      #expect(set.image(index) == DigitSet.image(index, of: split), "picture \(index)")
    }
    for digit in UInt8(0)...9 {
      #expect(set.labels.count { $0 == digit } == set.count / 10)
    }
    #expect(set.labels.indices.allSatisfy { Int(set.labels[$0]) == $0 % 10 })
  }

  @Test func noPictureOccursTwice() throws {
    var seen: Set<[UInt8]> = []
    for split in Split.allCases {
      let set = try LabeledImages.load(from: "\(packageRoot)/data/digits", split: split)
      for index in 0..<set.count { seen.insert(set.image(index).pixels) }
    }
    #expect(seen.count == 2500)
  }
}
