import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

extension Figure {
  /// Digits of known slant as they lean, stood upright by the moments of their ink, and by a network.
  ///
  /// - Parameter folder: what `recognizer shear` made.
  static func slant(_ model: Model, in folder: String) throws -> Figure {
    let images = try RegressionImages.load(from: folder, split: .test)
    let classes = try LabeledImages.load(from: folder, split: .test)
    let regressor = try Regressor(model: model, batch: 512)
    // The first of each class: nobody has chosen them.
    let chosen = classes.classNames.indices.compactMap { label in
      classes.labels.firstIndex(of: UInt8(label))
    }
    let straighteners: [Deslanter] = [.moments, .network(regressor)]
    let rows =
      [chosen.map(images.image)]
      + straighteners.map { deslanter in
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
