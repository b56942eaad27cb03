public import DigitData

/// Pictures side by side on one sheet, each with a caption.
public enum ContactSheet {
  private static let scale = 3
  private static let columns = 8
  private static let margin = 6

  /// The worst mistakes of an evaluation, most confident first.
  ///
  /// Each shows its picture, dark on light, and below it the true class, the answer and the
  /// confidence in per cent: `4>9 97%`.
  public static func mistakes(
    _ evaluation: Evaluation, of images: LabeledImages, limit: Int = 64
  ) -> GrayImage {
    let shown = Array(evaluation.mistakes.prefix(limit))
    let cellWidth = images.width * scale + 2 * margin
    let cellHeight = images.height * scale + 3 * margin + BitmapFont.height * 2
    let rows = max((shown.count + columns - 1) / columns, 1)
    var sheet = GrayImage(
      width: cellWidth * columns, height: cellHeight * rows, filledWith: 255)
    for (position, mistake) in shown.enumerated() {
      let left = position % columns * cellWidth + margin
      let top = position / columns * cellHeight + margin
      draw(images.image(mistake.index), on: &sheet, left, top)
      let caption =
        "\(mistake.label)>\(mistake.predicted) \(Int((mistake.confidence * 100).rounded()))%"
      BitmapFont.write(
        caption, on: &sheet, x: left, y: top + images.height * scale + margin, scale: 2)
    }
    return sheet
  }

  private static func draw(_ image: GrayImage, on sheet: inout GrayImage, _ left: Int, _ top: Int) {
    for y in 0..<image.height * scale {
      for x in 0..<image.width * scale {
        sheet[left + x, top + y] = 255 - image[x / scale, y / scale]
      }
    }
  }
}
