import DigitData
import Testing

@testable import DigitRecognition

/// The frame of a cut with ink around it; the frame itself is held to MNIST's in
/// `DigitNormalizerTests`.
@Suite struct MNISTFrameTests {
  private let square = MNISTFrame.Patch(
    ink: Array(repeating: 255, count: 400), width: 20, height: 20)

  @Test func inkAroundACutIsGreyAndWhereItWas() {
    // Full ink two columns to the right of the square, four columns wide.
    let beside = MNISTFrame.Patch(
      ink: Array(repeating: 255, count: 80), width: 4, height: 20, x: 22)
    let alone = MNISTFrame.frame(square, in: nil)
    let framed = MNISTFrame.frame(square, in: beside)
    for y in 0..<28 {
      for x in 0..<28 {
        let isBeside = (26..<28).contains(x) && (4..<24).contains(y)
        let expected = isBeside ? MNISTFrame.mostAround : alone[y * 28 + x]
        #expect(framed[y * 28 + x] == expected, "\(x), \(y)")
      }
    }
  }

  @Test(arguments: [(30, 44), (9, 60), (61, 13), (5, 4)])
  func surroundingsDoNotMoveACut(width: Int, height: Int) {
    let ink = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 &* 37 | 1) }
    let cut = MNISTFrame.Patch(ink: ink, width: width, height: height)
    let empty = MNISTFrame.Patch(
      ink: Array(repeating: 0, count: 90 * 90), width: 90, height: 90, x: -20, y: -20)
    #expect(MNISTFrame.frame(cut, in: empty) == MNISTFrame.frame(cut, in: nil))
  }

  @Test func surroundingsMayLieAnywhere() {
    for (x, y) in [(-500, 0), (500, 0), (0, -500), (0, 500), (-3, -3), (19, 19)] {
      let patch = MNISTFrame.Patch(
        ink: Array(repeating: 255, count: 9), width: 3, height: 3, x: x, y: y)
      let framed = MNISTFrame.frame(square, in: patch)
      #expect(framed.reduce(0) { $0 + Int($1) } >= 400 * 255)
    }
  }

  @Test func nothingStaysNothing() {
    let cut = MNISTFrame.Patch(ink: [0, 0, 0, 0], width: 2, height: 2)
    #expect(MNISTFrame.frame(cut, in: square).allSatisfy { $0 == 0 })
  }
}
