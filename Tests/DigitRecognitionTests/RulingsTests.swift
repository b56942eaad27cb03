import DigitData
import DigitDrawing
import DigitRecognition
import RecognizerRandomNumbers
import Testing

/// Ruled lines, squares and boxes around and under digits.
@Suite struct RulingsTests {
  /// The rulings drawn beside the digit.
  enum Ruling: CaseIterable {
    case lines, squares, baseLine, frame, box
  }

  @Test(arguments: Ruling.allCases, [-3.0, 0, 3])
  func theDigitIsWhatItIsWithoutThem(ruling: Ruling, degrees: Double) throws {
    var generator = SplitMix64(seed: 11)
    for digit in 0..<10 {
      let hand = Handwriting(unsteadiness: 0.02, penWidth: 0.11)
      let drawing = DigitDrawing(
        DigitStyle.random(of: digit, using: &generator), hand: hand, using: &generator)
      let plain = drawing.draw(width: 100, height: 100, margin: 0.2)
      var ruled = plain
      draw(ruling, degrees: degrees, gray: 230, into: &ruled)
      let paper = Paper(paper: 210, ink: 60, noise: 3)
      let expected = try #require(framed(paper.picture(of: plain, using: &generator)))
      let found = try #require(framed(paper.picture(of: ruled, using: &generator)))
      let displacement = Displacement(of: found, from: expected)
      #expect(displacement.residual < 20, "digit \(digit)")
    }
  }

  @Test(arguments: Ruling.allCases)
  func paleOnesOnAnExactBackgroundGoToo(ruling: Ruling) throws {
    var generator = SplitMix64(seed: 12)
    let plain = DigitDrawing(digit: 8, using: &generator).draw(width: 100, height: 100, margin: 0.2)
    var ruled = plain
    draw(ruling, degrees: 0, gray: 60, into: &ruled)
    let displacement = Displacement(
      of: try #require(framed(ruled)), from: try #require(framed(plain)))
    #expect(displacement.residual < 16)
  }

  @Test(arguments: Ruling.allCases)
  func aloneTheyAreBlank(ruling: Ruling) {
    var generator = SplitMix64(seed: 13)
    var ruled = GrayImage(width: 100, height: 100, filledWith: 0)
    draw(ruling, degrees: 0, gray: 255, into: &ruled)
    #expect(framed(ruled) == nil)
    #expect(
      framed(Paper(paper: 200, ink: 50, noise: 3).picture(of: ruled, using: &generator)) == nil)
  }

  /// Every line of a table is a side of some box, and there are far too many boxes to list.
  @Test func eachLineOfALargeTableIsOne() throws {
    let (side, step, first, last) = (620, 6, 10, 604)
    var image = GrayImage(width: side, height: side, filledWith: 0)
    for line in stride(from: first, through: last, by: step) {
      for place in first...last {
        image[place, line] = 255
        image[line, place] = 255
      }
    }
    let rulings = Rulings(in: try #require(InkMap(image)))
    for direction in [RulingLine.Direction.horizontal, .vertical] {
      #expect(rulings.lines.count { $0.direction == direction } == 100)
    }
  }

  @Test func noStrokeOfADigitIsOne() throws {
    var generator = SplitMix64(seed: 14)
    for style in DigitStyle.all {
      for penWidth in [0.05, 0.1, 0.18] {
        let drawing = DigitDrawing(style, hand: Handwriting(penWidth: penWidth), using: &generator)
        for margin in [0.01, 0.12] {
          let image = drawing.draw(width: 90, height: 90, margin: margin)
          let map = try #require(InkMap(image))
          #expect(Rulings(in: map).isEmpty, "\(style.digit) \(style.name), pen \(penWidth)")
        }
      }
    }
  }

  @Test func aLoneUprightLineIsAOne() throws {
    let image = GrayImage(width: 60, height: 100, rectangles: [(x: 28..<33, y: 0..<100)])
    #expect(try #require(framed(image)).contains(255))
  }

  @Test func linesAreTold() throws {
    let image = GrayImage(
      width: 120, height: 100,
      rectangles: [
        (x: 0..<120, y: 20..<22), (x: 0..<120, y: 80..<82), (x: 50..<60, y: 35..<70),
        (x: 100..<103, y: 0..<100),
      ])
    let map = try #require(InkMap(image))
    let rulings = Rulings(in: map)
    #expect(rulings.lines.map(\.direction) == [.horizontal, .horizontal, .vertical])
    #expect(Set(rulings.lines.map(\.thickness)) == [2, 3])
    #expect(rulings.lines.allSatisfy { $0.slope == 0 })
    #expect(rulings.lines.last?.middle(at: 0) == 101)
    let cleaned = rulings.erased(from: image, map: map)
    #expect(
      cleaned == GrayImage(width: 120, height: 100, rectangles: [(x: 50..<60, y: 35..<70)]))
  }

  @Test func onAPageLinesAreLongAgainstTheWriting() throws {
    var rectangles: [(x: Range<Int>, y: Range<Int>)] = [(x: 60..<340, y: 150..<152)]
    for column in 0..<8 { rectangles.append((x: 50 + 40 * column..<54 + 40 * column, y: 60..<84)) }
    let map = try #require(
      InkMap(GrayImage(width: 400, height: 300, rectangles: rectangles)))
    let lines = Rulings(in: map).lines
    #expect(lines.map(\.range) == [60...339])
  }

  /// Rows of boxes that stand apart: their uprights lie below one another and are not one line.
  @Test(arguments: [(gap: 0, count: 7), (gap: 11, count: 7), (gap: 11, count: 2)], [40, 45, 70])
  func boxesOfAFormGo(row: (gap: Int, count: Int), pitch: Int) throws {
    let side = 46
    var rectangles: [(x: Range<Int>, y: Range<Int>)] = []
    var writing = rectangles
    for line in 0..<4 {
      for column in 0..<row.count {
        let x = 45 + column * (side - (row.gap > 0 ? 0 : 2) + row.gap)
        let y = 45 + line * (side + pitch)
        rectangles += [
          (x: x..<x + side, y: y..<y + 2), (x: x..<x + side, y: y + side - 2..<y + side),
          (x: x..<x + 2, y: y..<y + side), (x: x + side - 2..<x + side, y: y..<y + side),
        ]
        writing.append((x: x + 15..<x + 20, y: y + 8..<y + 34))
        writing.append((x: x + 20..<x + 32, y: y + 30..<y + 34))
      }
    }
    let image = GrayImage(width: 500, height: 530, rectangles: rectangles + writing)
    let map = try #require(InkMap(image))
    #expect(
      Rulings(in: map).erased(from: image, map: map)
        == GrayImage(width: 500, height: 530, rectangles: writing))
  }

  /// A digit over a corner hides where the upright ends.
  @Test func writingOverABoxDoesNotKeepIt() throws {
    var rectangles: [(x: Range<Int>, y: Range<Int>)] = []
    for line in 0..<2 {
      for column in 0..<2 {
        let (x, y) = (45 + 57 * column, 45 + 90 * line)
        rectangles += [
          (x: x..<x + 46, y: y..<y + 2), (x: x..<x + 46, y: y + 44..<y + 46),
          (x: x..<x + 2, y: y..<y + 46), (x: x + 44..<x + 46, y: y..<y + 46),
        ]
      }
    }
    // A blot over the left side of the first box.
    let blot = (x: 38..<60, y: 60..<80)
    let image = GrayImage(width: 300, height: 300, rectangles: rectangles + [blot])
    let map = try #require(InkMap(image))
    let clean = try #require(InkMap(Rulings(in: map).erased(from: image, map: map)))
    let outside = clean.ink.indices.count {
      clean.ink[$0] > 0 && !(blot.x.contains($0 % 300) && blot.y.contains($0 / 300))
    }
    #expect(outside == 0)
  }

  private func framed(_ image: GrayImage) -> [UInt8]? {
    ImagePreparation().prepare(image).pixels
  }

  /// Draws lines 2 pixels thick, turned around the middle, where they are brighter than what is there.
  private func draw(
    _ ruling: Ruling, degrees: Double, gray: UInt8, into image: inout GrayImage
  ) {
    let slope = degrees * .pi / 180
    let middle = Double(image.width) / 2
    for y in 0..<image.height {
      for x in 0..<image.width {
        let along = Double(x) + slope * (Double(y) - middle)
        let across = Double(y) - slope * (Double(x) - middle)
        func isOn(_ place: Double, _ line: Double) -> Bool { abs(place - line) <= 1 }
        func isWithin(_ place: Double) -> Bool { place > 8 && place < 92 }
        let isLine =
          switch ruling {
          case .lines: [10.5, 42.5, 74.5].contains { isOn(across, $0) }
          case .squares:
            [10.5, 42.5, 74.5].contains { isOn(across, $0) }
              || [22.5, 54.5, 86.5].contains { isOn(along, $0) }
          case .baseLine: isOn(across, 80.5)
          case .frame:
            isOn(across, 5.5) || isOn(along, 5.5) || isOn(across, 94.5) || isOn(along, 94.5)
          case .box:
            (isOn(across, 9.5) || isOn(across, 90.5)) && isWithin(along)
              || (isOn(along, 9.5) || isOn(along, 90.5)) && isWithin(across)
          }
        if isLine { image[x, y] = max(image[x, y], gray) }
      }
    }
  }
}
