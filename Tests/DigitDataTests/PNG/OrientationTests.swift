import DigitData
import RecognizerTestSupport
import Testing

struct OrientationTests {
  @Test(arguments: 1...8 as ClosedRange<UInt16>, [true, false])
  func everyTagIsReadInBothByteOrders(number: UInt16, isBigEndian: Bool) {
    let exif = PNGFile.exif(orientation: number, isBigEndian: isBigEndian)
    #expect(Orientation(exif: exif)?.rawValue == UInt8(number))
  }

  @Test func otherEntriesArePassedOver() {
    let one = PNGFile.exif(orientation: 3, isBigEndian: false)
    let other = PNGFile.exif(orientation: 6, isBigEndian: false, tag: 256)
    let entry = one[10..<22]
    let both = other[..<8] + [2, 0] + other[10..<22] + entry
    #expect(Orientation(exif: Array(both)) == .turnedAround)
  }

  private static let malformed: [[UInt8]] = [
    PNGFile.exif(orientation: 0), PNGFile.exif(orientation: 9), PNGFile.exif(orientation: 256 + 6),
    PNGFile.exif(orientation: 65_535), PNGFile.exif(orientation: 6, tag: 275),
    PNGFile.exif(orientation: 6, type: 4), PNGFile.exif(orientation: 6, type: 0),
    PNGFile.exif(orientation: 6, count: 0), PNGFile.exif(orientation: 6, count: 2),
    PNGFile.exif(orientation: 6, count: .max), PNGFile.exif(orientation: 6, directory: 12),
    PNGFile.exif(orientation: 6, directory: 0), PNGFile.exif(orientation: 6, directory: .max),
    PNGFile.exif(orientation: 6, isBigEndian: false, directory: .max - 1),
    [], Array("MM".utf8), Array("<x:xmpmeta>".utf8), [UInt8](repeating: 0, count: 64),
    [UInt8](repeating: 255, count: 64),
    Array("MI".utf8) + PNGFile.exif(orientation: 6).dropFirst(2),
  ]

  @Test(arguments: malformed)
  func malformedAndForeignDataHasNone(exif: [UInt8]) {
    #expect(Orientation(exif: exif) == nil)
  }

  /// The last four bytes are no part of the value.
  @Test(arguments: [true, false])
  func everyCutHasNone(isBigEndian: Bool) {
    let exif = PNGFile.exif(orientation: 6, isBigEndian: isBigEndian)
    for length in 0..<exif.count {
      let found = Orientation(exif: Array(exif.prefix(length)))
      #expect(found == (length < 20 ? nil : .turnedRight), "cut at \(length)")
    }
  }

  @Test func damageNeverEndsTheProcess() {
    let good = PNGFile.exif(orientation: 6)
    var mutator = ByteMutator(seed: 5)
    let found = (0..<5000).map { _ in Orientation(exif: mutator.mutation(of: good)) }
    #expect(found.contains(nil) && found.contains(.turnedRight))
  }

  // MARK: - Turning

  /// Pixels 1 2 3 over 4 5 6, as each tag shows them.
  @Test(
    arguments: [
      (.upright, 3, [1, 2, 3, 4, 5, 6]), (.mirrored, 3, [3, 2, 1, 6, 5, 4]),
      (.turnedAround, 3, [6, 5, 4, 3, 2, 1]), (.turnedAroundAndMirrored, 3, [4, 5, 6, 1, 2, 3]),
      (.turnedRightAndMirrored, 2, [1, 4, 2, 5, 3, 6]), (.turnedRight, 2, [4, 1, 5, 2, 6, 3]),
      (.turnedLeftAndMirrored, 2, [6, 3, 5, 2, 4, 1]), (.turnedLeft, 2, [3, 6, 2, 5, 1, 4]),
    ] as [(Orientation, Int, [UInt8])])
  func picturesAreTurned(orientation: Orientation, width: Int, pixels: [UInt8]) {
    let stored = ColorImage(GrayImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5, 6]))
    let shown = ColorImage(GrayImage(width: width, height: 6 / width, pixels: pixels))
    #expect(stored.shown(from: orientation) == shown)
  }

  @Test(arguments: [(1, 1), (1, 9), (9, 1), (33, 64), (70, 45)])
  func fourTurnsOrTwoMirrorsAreNone(width: Int, height: Int) {
    let image = ColorImage(
      width: width, height: height,
      pixels: (0..<width * height * 4).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) })
    let right = (0..<4).reduce(image) { image, _ in image.shown(from: .turnedRight) }
    #expect(right == image)
    #expect(image.shown(from: .turnedRight).shown(from: .turnedLeft) == image)
    for mirror in [
      Orientation.mirrored, .turnedAround, .turnedAroundAndMirrored, .turnedRightAndMirrored,
      .turnedLeftAndMirrored,
    ] {
      #expect(image.shown(from: mirror).shown(from: mirror) == image)
    }
  }

  // MARK: - Files

  private static let png = PNG.encode(
    GrayImage(width: 3, height: 2, pixels: [0, 50, 100, 150, 200, 250]))

  @Test(arguments: [true, false])
  func filesAreTurnedUnlessTheTagIsIgnored(beforeEnd: Bool) throws {
    let chunk = PNGFile.chunk("eXIf", PNGFile.exif(orientation: 6))
    let file = PNGFile.inserting(chunk, into: Self.png, beforeEnd: beforeEnd)
    let turned = try DecodedPicture(png: file, path: "a.png")
    #expect(turned.image == GrayImage(width: 2, height: 3, pixels: [150, 0, 200, 50, 250, 100]))
    #expect(turned.notes == ["turned 90 degrees clockwise by its orientation tag"])
    let stored = try DecodedPicture(png: file, path: "a.png", tag: .ignore)
    #expect(stored == (try DecodedPicture(png: Self.png, path: "a.png")))
    #expect(stored.notes.isEmpty)
  }

  @Test func whatIsNoTagTurnsNothing() throws {
    let plain = try DecodedPicture(png: Self.png, path: "a.png")
    var damaged = PNGFile.chunk("eXIf", PNGFile.exif(orientation: 6))
    damaged[damaged.count - 1] ^= 1
    let chunks = [
      damaged, PNGFile.chunk("eXIf", []), PNGFile.chunk("eXIf", PNGFile.exif(orientation: 1)),
      PNGFile.chunk("eXIf", PNGFile.exif(orientation: 9)),
      PNGFile.chunk("exIf", PNGFile.exif(orientation: 6)),
    ]
    for chunk in chunks {
      let file = PNGFile.inserting(chunk, into: Self.png)
      #expect(try DecodedPicture(png: file, path: "a.png") == plain)
    }
  }
}
