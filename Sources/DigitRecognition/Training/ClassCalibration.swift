import NeuralNet

/// What held-out samples say about a model of classes: its temperature and thresholds, and how good
/// it is with them.
struct ClassCalibration {
  /// The classes with temperature and thresholds.
  private(set) var classes: ClassOutput
  /// Measurements for the provenance.
  private(set) var figures: [String: Double] = [:]

  /// Of a hundred digits at most so many are refused: what a user of clean pictures gives for
  /// letters and dirt that are not answered.
  private static let refusedShare = 0.005

  /// - Parameters:
  ///   - model: a model of `classes`, not calibrated yet.
  ///   - validation: samples of the classes that it was not trained on.
  init(
    _ classes: ClassOutput, _ model: Model, on validation: PixelSamples, threads: Int
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
    var (confidences, right) = ([Float](), 0)
    for (sample, label) in labels.enumerated() {
      let own = scores.probabilities[sample * known..<(sample + 1) * known]
      let best = own.max() ?? 0
      confidences.append(best)
      if own[own.startIndex + label] == best { right += 1 }
    }
    self.classes.rejectionThreshold = RejectionThreshold.fit(confidences: confidences)
    guard classes.refusals != nil else { return }
    let threshold = RejectionThreshold.fit(
      refusals: scores.refusals.map(\.total), refusing: Self.refusedShare)
    self.classes.refusals?.threshold = threshold
    figures["validation_accuracy"] = Double(right) / Double(max(labels.count, 1))
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
