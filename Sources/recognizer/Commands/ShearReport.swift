import DigitData
import DigitRecognition

/// What `shear` prints: what it made, and how well the moments of ink tell the angles.
struct ShearReport: Encodable {
  let folder: String
  let train: Int
  let test: Int
  /// The formula as it is, on the test digits.
  let moments: Figures?
  /// A straight line of the formula, fitted on the training digits, on the test digits.
  let momentsFitted: Figures?

  /// Errors in degrees.
  struct Figures: Encodable {
    let rmse: Double
    let mae: Double
    let r2: Double?

    init(_ formula: MomentFormula, on images: RegressionImages) {
      let evaluation = formula.evaluation(on: images)
      rmse = rounded(evaluation.rmse, places: 4)
      mae = rounded(evaluation.mae, places: 4)
      r2 = evaluation.r2.map { rounded($0, places: 4) }
    }

    var text: String {
      "RMSE \(fixed(rmse, places: 2)), MAE \(fixed(mae, places: 2)) degrees, "
        + "R2 \(r2.map { fixed($0, places: 3) } ?? "none")"
    }
  }

  init(folder: String, training: RegressionImages, test: RegressionImages?) {
    self.folder = folder
    train = training.count
    self.test = test?.count ?? 0
    moments = test.map { Figures(.plain, on: $0) }
    momentsFitted = test.map { Figures(MomentFormula(fitting: training), on: $0) }
  }

  /// A few lines for people.
  var text: String {
    var lines = ["\(folder): \(train) training digits, \(test) test digits"]
    if let moments { lines.append("moments of the ink on the test digits: \(moments.text)") }
    if let momentsFitted { lines.append("a line fitted to them: \(momentsFitted.text)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
