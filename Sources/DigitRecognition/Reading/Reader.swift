public import DigitData
import NeuralNet
package import RecognizerFileIO

/// Reads all the digits of a picture: a line, a form or a page.
///
///     let reader = Reader(Recognizer.shipped(batch: 32))
///     print(try reader.read(contentsOf: "page.png").text)
///
/// A reader may be used from several threads and tasks at the same time.
public struct Reader: Sendable {
  /// The recogniser that names single digits.
  private let recognizer: Recognizer
  /// Whether points, commas, dashes and slashes between digits are kept in the text.
  private let keepsPunctuation: Bool

  /// A reader that asks `recognizer` about each piece of ink.
  ///
  /// - Parameters:
  ///   - recognizer: a recogniser that knows digits.
  ///   - keepsPunctuation: whether points, commas, dashes and slashes that stand between digits are
  ///     kept in the text.
  public init(_ recognizer: Recognizer, keepsPunctuation: Bool = false) {
    self.recognizer = recognizer
    self.keepsPunctuation = keepsPunctuation
  }

  /// Reads the digits in a PNG file.
  ///
  /// - Throws: `FileError` when the file cannot be read or decoded.
  public func read(contentsOf path: String, polarity: Polarity = .auto) throws(FileError) -> Reading
  {
    try read(.file(path), ImagePreparation(polarity: polarity))
  }

  package func read(
    _ source: ImageSource, _ preparation: ImagePreparation
  ) throws(FileError) -> Reading {
    read(try preparation.decode(source), polarity: preparation.polarity)
  }

  /// Reads the digits in a picture and draws what was read where on a copy of it.
  package func annotate(
    _ source: ImageSource, _ preparation: ImagePreparation
  ) throws(FileError) -> (reading: Reading, picture: ColorImage) {
    let picture = try preparation.decode(source)
    let reading = read(picture, polarity: preparation.polarity)
    return (reading, AnnotatedPicture.draw(reading, on: picture.image))
  }

  private func read(_ picture: DecodedPicture, polarity: Polarity) -> Reading {
    var reading = read(picture.image, polarity: polarity)
    reading.notes = picture.notes
    return reading
  }

  /// Reads the digits in a picture.
  public func read(_ image: GrayImage, polarity: Polarity = .auto) -> Reading {
    guard let ink = PageInk(image, polarity: polarity) else {
      return Reading(lines: [], width: image.width, height: image.height, hasInk: false)
    }
    let page = PageBlobs(ink.map)
    let finder = LineFinder(page)
    let readers = scored(recognizer.team.map(finder.lines()) { LineReader($0, of: page) })
    let lines = readers.compactMap { reader in
      LineText(reader).line(on: ink, keepsPunctuation: keepsPunctuation)
    }
    return Reading(
      lines: ReadingOrder.order(of: lines.map(\.box)).map { lines[$0] }, width: image.width,
      height: image.height, hasInk: true)
  }

  // MARK: - Implementation

  /// Scores the blobs of all lines in one batch, and then all other pieces in another.
  private func scored(_ readers: [LineReader]) -> [LineReader] {
    let wholes = zip(readers, scores(of: readers.map(\.unscored))).map { ($0, $1) }
    let proposed = recognizer.team.map(wholes) { $0.taking($1).proposingPieces() }
    return zip(proposed, scores(of: proposed.map(\.unscored))).map { $0.taking($1) }
  }

  /// The scores of each line's pieces, all from one batch.
  private func scores(of lines: [ArraySlice<Piece>]) -> [ArraySlice<PieceScore>] {
    var rest = recognizer.scores(of: lines.flatMap { $0.map(\.picture) })[...]
    return lines.map { pieces in
      defer { rest = rest.dropFirst(pieces.count) }
      return rest.prefix(pieces.count)
    }
  }
}
