package import NeuralNet

/// What a network trains on and is calibrated with: digits of a data set and, behind them, the pictures
/// that are made.
package struct TrainingSamples {
  /// The samples that are trained on, varied.
  package let training: PixelSamples
  /// The samples held back for validation, as they are; `nil` when there are none.
  package let validation: PixelSamples?
  /// Pictures of no class that are not trained on; `nil` where none are trained on either.
  let heldNegatives: PixelSamples?
  private let variation: PixelSamples.Augmentation?

  /// Splits `all` samples of `data` and makes what `run` asks for.
  ///
  /// - Throws: `TrainingError.unsuitableData` where pictures cannot be made.
  init(
    _ data: DigitDataSet, _ all: PixelSamples, _ run: TrainingRun,
    augmentation: AugmentationSettings, threads: Int
  ) throws(TrainingError) {
    let seed = run.configuration.seed
    let (digits, held) = all.split(validation: run.validationCount, seed: seed)
    validation = run.validationCount > 0 ? held : nil
    variation = augmentation.augmentation(
      seed: seed, labels: data.digits, epochs: run.configuration.epochs)
    guard let negatives = run.negatives else {
      guard run.pieces == nil else {
        throw .unsuitableData(
          "pieces of several digits are no digit, and only a model that is trained with negatives "
            + "refuses those; train with negatives or without pieces")
      }
      var varied = digits
      varied.augmentation = variation
      varied.mixing = augmentation.sampleMixing(seed: seed)
      (training, heldNegatives) = (varied, nil)
      return
    }
    guard case .classes(let images) = data, let source = NegativeSamples(images, seed: seed) else {
      throw .unsuitableData(
        "negatives are made of 28x28 pictures of the digits 0 to 9; train without them")
    }
    var samples = source.appended(to: digits, count: negatives, augmentation: variation)
    if let pieces = run.pieces {
      // Of held-back digits a piece would be known.
      samples = PieceSamples(
        images, at: digits.indices, count: pieces, seed: seed, threads: threads
      ).appended(to: samples, seed: seed)
    }
    samples.mixing = augmentation.sampleMixing(seed: seed)
    training = samples
    heldNegatives = NegativeSamples.held(images, seed: seed, all.normalization)
  }

  /// The same samples, varied as in training.
  func varied(_ samples: PixelSamples) -> PixelSamples {
    var varied = samples
    varied.augmentation = variation
    return varied
  }
}
