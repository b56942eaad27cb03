package import DigitData

/// Pictures side by side on one sheet, each with a caption.
package enum ContactSheet {
  private static let scale = 3
  private static let margin = 6

  /// The worst mistakes of an evaluation, most confident first.
  ///
  /// Each shows its picture, dark on light, and below it the true class, the answer and the
  /// confidence in per cent: `4>9 97%`.
  package static func mistakes(
    _ evaluation: Evaluation, of images: LabeledImages, limit: Int = 64
  ) -> GrayImage {
    sheet(
      of: images,
      evaluation.mistakes.prefix(limit).map { mistake in
        let confidence = Int((mistake.confidence * 100).rounded())
        return (mistake.index, "\(mistake.label)>\(mistake.predicted) \(confidence)%")
      })
  }

  /// The worst predictions of an evaluation, worst first.
  ///
  /// Below each picture, dark on light, is the true number and the predicted one: `-4.2>9.8`; of
  /// several numbers a picture, the first.
  package static func mistakes(
    _ evaluation: RegressionEvaluation, of images: RegressionImages, limit: Int = 64
  ) -> GrayImage {
    sheet(
      of: images,
      evaluation.predictions.prefix(limit).map { prediction in
        let (value, predicted) = (Double(prediction.values[0]), Double(prediction.predicted[0]))
        return (prediction.index, "\(fixed(value, places: 1))>\(fixed(predicted, places: 1))")
      })
  }

  // MARK: - Implementation

  /// Pictures with a caption below each, in rows of so many columns.
  static func sheet(
    of images: some ImageArray, _ shown: [(index: Int, caption: String)], columns: Int = 8
  ) -> GrayImage {
    let captions = shown.map { $0.caption.count * BitmapFont.advance * 2 }
    let cellWidth = max(images.width * scale, captions.max() ?? 0) + 2 * margin
    let cellHeight = images.height * scale + 3 * margin + BitmapFont.height * 2
    let rows = max((shown.count + columns - 1) / columns, 1)
    var sheet = GrayImage(
      width: cellWidth * columns, height: cellHeight * rows, filledWith: 255)
    for (position, (index, caption)) in shown.enumerated() {
      let left = position % columns * cellWidth + margin
      let top = position / columns * cellHeight + margin
      sheet.drawInverted(images.image(index), x: left, y: top, scale: scale)
      BitmapFont.write(
        caption, on: &sheet, x: left, y: top + images.height * scale + margin, scale: 2)
    }
    return sheet
  }
}

extension GrayImage {
  /// Draws bright ink dark on this sheet, each pixel a square of `scale` pixels, its top left corner
  /// at (`x`, `y`).
  package mutating func drawInverted(_ image: GrayImage, x left: Int, y top: Int, scale: Int) {
    for y in 0..<image.height * scale {
      for x in 0..<image.width * scale {
        self[left + x, top + y] = 255 - image[x / scale, y / scale]
      }
    }
  }
}
