import DigitData
import DigitDrawing
import NeuralNet
import RecognizerRandomNumbers

/// Pieces of digits that touch or overlap, cut out and framed as the reader does it, with their classes:
/// what a network has to learn to read lines.
///
/// The digits are written beside one another, the reader proposes its cuts, and as each digit's ink is
/// known, so is which pieces are a digit, a part of one, or several. Made up pieces were tried before:
/// slivers of a neighbour beside a whole digit taught the network nothing about real cuts.
struct PieceSamples {
  /// 784 bytes for each piece, framed as MNIST frames digits.
  private(set) var pixels: [UInt8] = []
  /// The class of each piece: a digit, 10 for none, 11 for several.
  private(set) var labels: [UInt8] = []

  /// `count` pieces of lines of some of `digits`; the same on any number of threads.
  ///
  /// - Parameters:
  ///   - digits: pictures of the digits 0 to 9, ink bright.
  ///   - positions: the digits that lines are made of.
  init(
    _ digits: LabeledImages, at positions: [Int], count: Int, seed: UInt64, threads: Int
  ) {
    let team = SharedTeam(count: threads)
    var line = 0
    while labels.count < count {
      let numbers = Array(line..<line + Self.linesAtOnce)
      line += Self.linesAtOnce
      let made = team.map(numbers) { number in
        var generator = SplitMix64(seed: seed &+ 0x7069_6563, stream: number)
        return Self.pieces(of: digits, at: positions, using: &generator)
      }
      for piece in made.joined().prefix(count - labels.count) {
        pixels += piece.picture
        labels.append(piece.label)
      }
    }
  }

  /// `samples` with these behind them, varied a little.
  func appended(to samples: PixelSamples, seed: UInt64) -> PixelSamples {
    let first = samples.imageCount
    let variation = Augmentation.pieces(seed: seed)
    var appended = samples.appending(pixels, labels: labels)
    appended.augmentation = { pixels, sample, epoch in
      if sample >= first {
        variation.apply(to: pixels, sample: sample, epoch: epoch)
      } else {
        samples.augmentation?(pixels, sample, epoch)
      }
    }
    return appended
  }

  // MARK: - Implementation

  private static let linesAtOnce = 256

  /// Some pieces of one line: as many digits as it has, half as many others of each kind.
  private static func pieces(
    of digits: LabeledImages, at positions: [Int], using generator: inout SplitMix64
  ) -> [(picture: [UInt8], label: UInt8)] {
    let count = 2 + Int(3 * generator.unit())
    let chosen = (0..<count).map { _ in
      positions[Int(generator.unit() * Double(positions.count))]
    }
    let style = LineStyle.close(using: &generator)
    let line = WrittenLine(SyntheticLine(digits, at: chosen, style: style, using: &generator))
    var kinds: [[(picture: [UInt8], label: UInt8)]] = [[], [], []]
    for piece in line.pieces() {
      kinds[max(0, Int(piece.label) - 9)].append(piece)
    }
    return zip(kinds, [count, (count + 1) / 2, (count + 1) / 2]).flatMap { pieces, most in
      pieces.shuffled(using: &generator).prefix(most)
    }
  }
}

/// A made line on a page, whose ink is known digit by digit.
private struct WrittenLine {
  private let line: SyntheticLine
  private let page: PageBlobs?
  /// The place of the line's origin on the page.
  private let origin: (x: Int, y: Int)

  private static let margin = 6

  init(_ line: SyntheticLine) {
    self.line = line
    origin = (Self.margin, Self.margin - line.rows.lowerBound)
    var image = GrayImage(
      width: line.width + 2 * Self.margin, height: line.rows.count + 2 * Self.margin,
      filledWith: 0)
    line.draw(on: &image, x: origin.x, y: origin.y)
    page = InkMap(image, polarity: .lightOnDark).map(PageBlobs.init)
  }

  /// The pieces that the reader would score, those left out that are neither right nor wrong, and whole
  /// digits.
  func pieces() -> [(picture: [UInt8], label: UInt8)] {
    guard let page else { return [] }
    // Unscored blobs are all in doubt and cut.
    let readers = LineFinder(page).lines().map { LineReader($0, of: page).proposingPieces() }
    let pieces = readers.flatMap { reader in
      reader.pieces.compactMap { piece -> (piece: Piece, fits: [Fit])? in
        guard let ink = page.ink(of: reader.parts(piece.segments)) else { return nil }
        return (piece, line.places.map { fit(of: $0, ink.ink, ink.box) })
      }
    }
    let best = line.places.indices.map { digit in pieces.map { $0.fits[digit].value }.max() ?? 0 }
    return pieces.compactMap { piece, fits in
      guard let label = label(fits, best: best), piece.cuts > 0 || label == Self.several else {
        return nil
      }
      return (piece.picture, label)
    }
  }

  private static let notADigit: UInt8 = 10
  private static let several: UInt8 = 11

  /// How well a piece agrees with one digit.
  private struct Fit {
    /// The share of the digit's ink that is in the piece.
    let cover: Double
    /// The piece's other ink, as a share of the digit's.
    let excess: Double

    var value: Double { cover - excess }
  }

  /// The class of a piece; `nil` for one that is neither right nor wrong.
  ///
  /// Where digits overlap, the best of the proposed cuts are right, however much they cut off: there are
  /// no better ones to be found by the reader.
  private func label(_ fits: [Fit], best: [Double]) -> UInt8? {
    guard let digit = fits.indices.max(by: { fits[$0].value < fits[$1].value }) else { return nil }
    let value = fits[digit].value
    if value >= 0.5, value >= best[digit] - 0.06 { return UInt8(line.places[digit].digit.digit) }
    if fits.count(where: { $0.cover >= 0.75 }) >= 2 { return Self.several }
    return value < 0.3 || value < best[digit] - 0.2 ? Self.notADigit : nil
  }

  private func fit(
    of place: (digit: PlacedDigit, x: Int, y: Int), _ ink: [UInt8], _ box: PixelBox
  ) -> Fit {
    let image = place.digit.image
    let (left, top) = (place.x + origin.x - box.x, place.y + origin.y - box.y)
    let rows = max(0, -top)..<max(0, -top, min(image.height, box.height - top))
    let columns = max(0, -left)..<max(0, -left, min(image.width, box.width - left))
    var common = 0
    for y in rows {
      for x in columns {
        common += min(Int(image[x, y]), Int(ink[(y + top) * box.width + x + left]))
      }
    }
    let own = Double(max(1, image.pixels.reduce(0) { $0 + Int($1) }))
    let all = ink.reduce(0) { $0 + Int($1) }
    return Fit(cover: Double(common) / own, excess: Double(all - common) / own)
  }
}
