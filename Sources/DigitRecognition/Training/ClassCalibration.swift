import NeuralNet

/// The calibration of a model of classes on held-out samples: temperature, thresholds, and its
/// accuracy with them.
struct ClassCalibration {
  /// The classes with temperature and thresholds.
  private(set) var classes: ClassOutput
  /// Measurements for the provenance.
  private(set) var figures: [String: Double] = [:]

  /// The fraction of held-out digits that may be refused, as they are and varied as in training:
  /// pens and scanners that the data set lacks decide what people's own digits lose.
  private static let refusedShare = 0.005

  /// - Parameters:
  ///   - model: a model of `classes`, not calibrated yet.
  ///   - validation: samples of the classes that it was not trained on.
  ///   - varied: the same ones with the augmentation of the training.
  ///   - negatives: samples of no class, to say how many are refused.
  init(
    _ classes: ClassOutput, _ model: Model, on validation: PixelSamples, varied: PixelSamples,
    negatives: PixelSamples?, threads: Int
  ) throws(UnsuitableModel) {
    self.classes = classes
    let recognizer = try Recognizer(model: model, threads: threads, batch: 256, input: nil)
    let logits = recognizer.logits(of: validation)
    let labels = (0..<validation.count).compactMap(validation.label)
    let (known, outputs) = (classes.names.count, classes.outputCount)
    self.classes.temperature = TemperatureScaling.fit(
      logits: stride(from: 0, to: logits.count, by: outputs).flatMap { logits[$0..<$0 + known] },
      labels: labels, classes: known)
    let scores = ClassScores(logits: logits, self.classes)
    let answers = labels.indices.map { scores.best($0, of: classes) }
    self.classes.rejectionThreshold = RejectionThreshold.fit(
      confidences: answers.map(\.probability))
    guard classes.refusals != nil, let negatives else { return }
    let variedScores = ClassScores(logits: recognizer.logits(of: varied), self.classes)
    let threshold = max(
      RejectionThreshold.fit(
        refusals: scores.refusals.map(\.total), refusing: Self.refusedShare),
      RejectionThreshold.fit(
        refusals: variedScores.refusals.map(\.total), refusing: Self.refusedShare))
    self.classes.refusals?.threshold = threshold
    func share(_ indices: Range<Int>, _ holds: (Int) -> Bool) -> Double {
      Double(indices.count { holds($0) }) / Double(max(indices.count, 1))
    }
    let noDigits = ClassScores(logits: recognizer.logits(of: negatives), self.classes)
    figures = [
      "validation_accuracy": share(labels.indices) { answers[$0].index == labels[$0] },
      "validation_accuracy_varied": share(labels.indices) {
        variedScores.best($0, of: classes).index == labels[$0]
      },
      "validation_refused": share(labels.indices) { scores.refusals[$0].total >= threshold },
      "validation_refused_varied": share(labels.indices) {
        variedScores.refusals[$0].total >= threshold
      },
      "negatives_refused": share(0..<negatives.count) {
        noDigits.refusals[$0].total >= threshold
      },
    ]
  }
}

extension ModelOutput {
  /// The same output, of classes with these refusals.
  func with(_ refusals: RefusalOutput?) -> ModelOutput {
    guard case .classes(var classes) = self else { return self }
    classes.refusals = refusals
    return .classes(classes)
  }
}
