import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

extension Figure {
  /// Digits of known slant as they lean, deslanted by the moments of their ink, and by a network.
  ///
  /// - Parameter folder: a data set made by `recognizer shear`.
  static func slant(_ model: Model, in folder: String) throws -> Figure {
    let images = try RegressionImages.load(from: folder, split: .test)
    let classes = try LabeledImages.load(from: folder, split: .test)
    let regressor = try Regressor(model: model, batch: 512)
    // The first of each class, so that none is chosen for its looks.
    let chosen = classes.classNames.indices.compactMap { label in
      classes.labels.firstIndex(of: UInt8(label))
    }
    let deslanters: [Deslanter] = [.moments, .network(regressor)]
    let rows =
      [chosen.map(images.image)]
      + deslanters.map { deslanter in
        chosen.map { index in
          GrayImage(
            width: images.width, height: images.height,
            pixels: deslanter.deslanted(images.image(index).pixels))
        }
      }
    let formula = MomentFormula.plain.evaluation(on: images)
    let network = RegressionEvaluation(regressor, on: images)
    let list = { (figures: RegressionEvaluation) in
      "RMSE \(fixed(figures.rmse, places: 2)), MAE \(fixed(figures.mae, places: 2))"
    }
    return Figure(
      name: "slant.png", bytes: PNG.encode(PictureGrid(rows: rows).image),
      summary: "\(images.count) digits; moments \(list(formula)); network \(list(network))")
  }
}

// MARK: - Grid

/// Rows of equally sized pictures, dark on white, enlarged.
struct PictureGrid {
  let rows: [[GrayImage]]

  private static let scale = 3
  /// Pixels between pictures.
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
