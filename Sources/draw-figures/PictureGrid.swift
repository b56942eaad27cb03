import DigitData
import DigitRecognition

/// Rows of equally sized pictures, dark on white, enlarged.
struct PictureGrid {
  let rows: [[GrayImage]]

  private static let scale = 3
  /// Room between pictures.
  private static let gap = 4

  /// All of them as one picture.
  var image: GrayImage {
    let (width, height) = (rows.first?.first?.width ?? 0, rows.first?.first?.height ?? 0)
    let cell = (x: width * Self.scale + Self.gap, y: height * Self.scale + Self.gap)
    let columns = rows.map(\.count).max() ?? 0
    var sheet = GrayImage(
      width: columns * cell.x + Self.gap, height: rows.count * cell.y + Self.gap, filledWith: 255)
    for (row, pictures) in rows.enumerated() {
      for (column, picture) in pictures.enumerated() {
        sheet.drawInverted(
          picture, x: column * cell.x + Self.gap, y: row * cell.y + Self.gap, scale: Self.scale)
      }
    }
    return sheet
  }
}
