public import DigitData
package import RecognizerFileIO

/// Reads all the digits of a picture: a line, a form or a page.
///
///     let reader = Reader(Recognizer.shipped(batch: 512))
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
    var readers = finder.lines().map { LineReader($0, of: page) }
    scoreWholes(of: &readers)
    let lines = readers.compactMap { reader in
      LineText(reader).line(on: ink, keepsPunctuation: keepsPunctuation)
    }
    return Reading(
      lines: ReadingOrder.sorted(lines), width: image.width, height: image.height, hasInk: true)
  }

  // MARK: - Implementation

  /// Scores the blobs of all lines in one batch, and then all other pieces in another.
  private func scoreWholes(of readers: inout [LineReader]) {
    var scores = recognizer.scores(of: readers.flatMap(\.pictures))[...]
    var starts: [Int] = []
    for index in readers.indices {
      let count = readers[index].pieces.count
      starts.append(readers[index].propose(scores: scores.prefix(count)))
      scores = scores.dropFirst(count)
    }
    var rest = recognizer.scores(
      of: zip(readers, starts).flatMap { $0.pictures.dropFirst($1) })[...]
    for (index, start) in starts.enumerated() {
      let count = readers[index].pieces.count - start
      readers[index].take(ArraySlice(Array(rest.prefix(count))), from: start)
      rest = rest.dropFirst(count)
    }
  }
}
