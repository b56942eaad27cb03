import DigitData
import Testing

/// Each setting by itself, with a range of one value, against pictures worked by hand.
struct AugmentationEffectTests {
  private func changed(
    _ rows: [[UInt8]], _ set: (inout Augmentation) -> Void
  ) -> [[UInt8]] {
    var augmentation = Augmentation(width: rows[0].count, height: rows.count, seed: 1)
    set(&augmentation)
    let image = GrayImage(width: rows[0].count, height: rows.count, pixels: rows.flatMap { $0 })
    let result = augmentation.applied(to: image)
    return rows.indices.map { y in rows[0].indices.map { x in result[x, y] } }
  }

  private let picture: [[UInt8]] = [[1, 2, 3, 4], [50, 60, 70, 80], [255, 254, 253, 0]]

  @Test func halfTurnReverses() {
    let result = changed(picture) { $0.rotation = 180...180 }
    #expect(result == picture.reversed().map { $0.reversed() })
  }

  @Test func quarterTurnIsClockwise() {
    let result = changed([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) { $0.rotation = 90...90 }
    #expect(result == [[7, 4, 1], [8, 5, 2], [9, 6, 3]])
  }

  @Test func shiftIsRightAndDown() {
    let result = changed(picture) { $0.translation = 1...1 }
    #expect(result == [[0, 0, 0, 0], [0, 1, 2, 3], [0, 50, 60, 70]])
  }

  @Test func halfPixelShiftInterpolates() {
    let result = changed([[100, 200]]) { $0.translation = 0.5...0.5 }
    // Half of each value stays in its row: 25 = (0 + 100) / 4, 75 = (100 + 200) / 4.
    #expect(result == [[25, 75]])
  }

  @Test func shearMovesLowerRowsRight() {
    let result = changed([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) { $0.shear = 1...1 }
    #expect(result == [[2, 3, 0], [4, 5, 6], [0, 7, 8]])
  }

  @Test func scaleTwoTakesTheMiddle() {
    let result = changed([[0, 0, 0, 0, 0], [0, 0, 80, 0, 0], [0, 0, 0, 0, 0]]) { $0.scale = 2...2 }
    #expect(result == [[0, 20, 40, 20, 0], [0, 40, 80, 40, 0], [0, 20, 40, 20, 0]])
  }

  private let dot: [[UInt8]] = [[0, 0, 0], [0, 200, 0], [0, 0, 0]]
  private let plus: [[UInt8]] = [[0, 200, 0], [200, 200, 200], [0, 200, 0]]

  @Test func strokesWidenToTheNeighbours() {
    #expect(changed(dot) { $0.strokeWidth = 1...1 } == plus)
    #expect(
      changed(dot) { $0.strokeWidth = 0.5...0.5 }
        == [[0, 100, 0], [100, 200, 100], [0, 100, 0]])
  }

  @Test func strokesNarrowToTheirCore() {
    #expect(changed(plus) { $0.strokeWidth = -1 ... -1 } == dot)
  }

  @Test func narrowStrokesKeepTheirBrightness() {
    let line: [[UInt8]] = [[0, 200, 0], [0, 200, 0], [0, 200, 0]]
    #expect(changed(line) { $0.strokeWidth = -0.5 ... -0.5 } == line)
  }

  @Test func wideStrokesLoseTheirEdges() {
    let bar: [[UInt8]] = Array(repeating: [0, 200, 200, 200, 0], count: 3)
    let result = changed(bar) { $0.strokeWidth = -0.5 ... -0.5 }
    // The middle keeps its 200; edges halve and get a third more, 133.
    #expect(result[1] == [0, 133, 200, 133, 0])
  }

  @Test func blurSpreadsToTheNeighbours() {
    let result = changed(dot) {
      $0.degradationProbability = 1
      $0.blur = 0.5...0.5
    }
    #expect(result == [[0, 25, 0], [25, 100, 25], [0, 25, 0]])
  }

  @Test func contrastIsAFactorUpToWhite() {
    let result = changed([[0, 10, 100, 200]]) {
      $0.degradationProbability = 1
      $0.contrast = 1.5...1.5
    }
    #expect(result == [[0, 15, 150, 255]])
  }

  @Test func noiseStaysInItsAmplitude() {
    let flat = [[UInt8]](repeating: Array(repeating: 100, count: 40), count: 40)
    let result = changed(flat) {
      $0.degradationProbability = 1
      $0.noise = 10...10
    }.flatMap { $0 }
    #expect(result.min() == 90 && result.max() == 110)
    let mean = Double(result.reduce(0) { $0 + Int($1) }) / Double(result.count)
    #expect(abs(mean - 100) < 0.6)
  }

  @Test func degradationIsOccasional() {
    var augmentation = Augmentation(width: 8, height: 8, seed: 1)
    augmentation.degradationProbability = 0.25
    augmentation.contrast = 0.5...0.5
    let image = GrayImage(width: 8, height: 8, filledWith: 100)
    let faded = (0..<400).count { augmentation.applied(to: image, sample: $0) != image }
    #expect((60...140).contains(faded))
  }
}
