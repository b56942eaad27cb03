import DigitData
import RecognizerRandomNumbers
import Testing

@testable import DigitDrawing
@testable import DigitRecognition

/// A mark between digits as a hand draws it, in units of the digits' height: 0 is their top, 1 their
/// foot.
enum DrawnMark: String, Sendable, CaseIterable {
  case point, raisedPoint, comma, dash, slash, steepSlash

  /// The mark in the text.
  var character: String {
    switch self {
    case .point, .raisedPoint: "."
    case .comma: ","
    case .dash: "-"
    case .slash, .steepSlash: "/"
    }
  }

  /// The columns that it takes.
  var width: Double { points[0].x + points[1].x }

  /// Where the stroke begins and ends; columns from the middle of the gap's left half on.
  var points: [Point] {
    switch self {
    case .point: [Point(0.05, 0.95), Point(0.06, 0.96)]
    case .raisedPoint: [Point(0.05, 0.52), Point(0.06, 0.53)]
    case .comma: [Point(0.12, 0.9), Point(0.02, 1.14)]
    case .dash: [Point(0, 0.52), Point(0.4, 0.5)]
    case .slash: [Point(0, 1.15), Point(0.6, -0.15)]
    case .steepSlash: [Point(0, 1.12), Point(0.34, -0.12)]
    }
  }
}

@Suite struct PunctuationTests {
  /// Rows of digits with marks between them, in one hand, white on black.
  private func line(_ groups: [[Int]], _ marks: [DrawnMark], seed: UInt64) -> GrayImage {
    let (height, margin) = (48.0, 24.0)
    var generator = SplitMix64(seed: seed)
    let hand = Handwriting(unsteadiness: 0.01)
    var image = GrayImage(width: 0, height: 0, filledWith: 0)
    for (index, group) in groups.enumerated() {
      let digits = DigitLine(group, hand: hand, spacing: 0.25, using: &generator)
        .draw(digitHeight: height, margin: margin).image
      image = image.joined(by: digits, overlapping: index == 0 ? 0 : Int(1.4 * margin))
      guard index < marks.count else { continue }
      let mark = marks[index]
      let place = Point(Double(image.width) - 0.7 * margin, margin)
      image = image.joined(
        by: GrayImage(width: Int(mark.width * height), height: image.height, filledWith: 0),
        overlapping: 0)
      let radius = mark == .point || mark == .raisedPoint ? 4.0 : 2.5
      InkLine(points: mark.points.map { $0 * height + place }, radii: [radius, radius])
        .draw(into: &image)
    }
    return image
  }

  private let plain = Reader(Recognizer.shipped())
  private let keeping = Reader(Recognizer.shipped(), keepsPunctuation: true)

  @Test(arguments: DrawnMark.allCases, 1...6 as ClosedRange<UInt64>)
  func aMarkIsKeptWhenAskedForAndNeverADigit(mark: DrawnMark, seed: UInt64) {
    let image = line([[4, 0, 2], [3, 8]], [mark], seed: seed)
    #expect(plain.read(image).text == "40238")
    #expect(keeping.read(image).text == "402\(mark.character)38")
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func severalMarksKeepTheirOrder(seed: UInt64) {
    let image = line([[2, 4], [0, 8], [2, 0, 2, 3]], [.slash, .steepSlash], seed: seed)
    #expect(keeping.read(image).text == "24/08/2023")
    #expect(plain.read(image).text == "24082023")
    let price = line([[2], [3, 8, 0], [6, 5]], [.point, .comma], seed: seed)
    #expect(keeping.read(price).text == "2.380,65")
    #expect(plain.read(price).text == "238065")
  }

  @Test func darkInkOnPaperIsTheSame() {
    let image = line([[4, 0], [3, 8]], [.slash], seed: 2)
    let paper = GrayImage(
      width: image.width, height: image.height, pixels: image.pixels.map { 255 - $0 })
    #expect(keeping.read(paper).text == "40/38")
  }

  /// A stroke at the end of a line stands between no digits.
  @Test func aStrokeBesideOneDigitOnlyIsNoSlash() {
    let image = line([[4, 0, 2], []], [.steepSlash], seed: 3)
    #expect(plain.read(image).text.hasPrefix("402") && plain.read(image).text.count == 4)
  }
}

@Suite struct SlashesTests {
  /// Tokens from letters: `d` a digit, `i` an upright stroke, `l` one that leans, `L` one that leans
  /// and is taller, `/` such a stroke that was read as a mark, `.` a small mark.
  private func positions(_ line: String) -> [Int] {
    let tokens = line.map { letter in
      Slashes.Token(
        isDigit: !"/.".contains(letter),
        height: "L/".contains(letter) ? 1.3 : letter == "." ? 0.1 : 1,
        isBare: "ilL/".contains(letter), slope: "lL/".contains(letter) ? 0.3 : 0)
    }
    return Slashes(tokens).positions().sorted()
  }

  @Test(arguments: [
    // A taller stroke needs digits on both sides.
    ("dLd", [1]), ("dLdLd", [1, 3]), ("Ldd", []), ("ddL", []), ("L", []), ("", []),
    // A leaning 1 is a 1, and so is an upright one.
    ("dld", []), ("ddlddddd", []), ("diLid", [2]),
    // Beside a slash that is sure, the other one of a date is one, whatever stands before.
    ("dd/ddldddd", [5]), ("ddLddldddd", [2, 5]), ("ddlddLdddd", [2, 5]), ("dldLdd", [1, 3]),
    ("dddd.dd/ddldddd", [10]), ("dd/ddidddd", []), ("dd/ddlddd", []), ("dd/dddd", []),
    // Of two leaning strokes neither is sure: only a whole date is one.
    ("ddlddldddd", [2, 5]), ("ddlddldd", [2, 5]), ("dddlddldddd", []), ("dldldddd", []),
    ("ldlldldddd", []), ("dilddldddd", [2, 5]),
  ])
  func slashesAreFound(line: String, expected: [Int]) {
    #expect(positions(line) == expected)
  }
}

extension GrayImage {
  /// The picture with `other` on its right, their columns at the seam laid over each other.
  fileprivate func joined(by other: GrayImage, overlapping: Int) -> GrayImage {
    let shared = min(overlapping, width, other.width)
    var joined = GrayImage(
      width: width + other.width - shared, height: max(height, other.height), filledWith: 0)
    for (image, left) in [(self, 0), (other, width - shared)] {
      for y in 0..<image.height {
        for x in 0..<image.width {
          joined[left + x, y] = max(joined[left + x, y], image[x, y])
        }
      }
    }
    return joined
  }
}
