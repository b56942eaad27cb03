public import DigitData
import NeuralNet
import RecognizerFileIO

/// Pictures to learn from or to be measured on: with a class each, or with numbers.
public enum DigitDataSet: Sendable {
  /// A class each.
  case classes(LabeledImages)
  /// Numbers each.
  case values(RegressionImages)

  /// How many pictures.
  public var count: Int {
    switch self {
    case .classes(let images): images.count
    case .values(let images): images.count
    }
  }

  /// Outputs that a network needs for them.
  public var outputCount: Int {
    switch self {
    case .classes(let images): images.classNames.count
    case .values(let images): images.valuesPerImage
    }
  }

  /// What a network's outputs stand for after training on these pictures, before calibration.
  ///
  /// - Parameter initial: what they stood for before, if training begins with a model.
  /// - Returns: nothing where the model's outputs are of the other kind.
  func output(initial: ModelOutput?) -> ModelOutput? {
    switch (self, initial) {
    case (.classes(let images), .classes), (.classes(let images), nil):
      .classes(ClassOutput(names: images.classNames))
    case (.values(let images), nil): .values(TargetScaling(of: images.values))
    // Its weights are for its own scale.
    case (.values, .values(let scale)): .values(scale)
    case (.classes, .values), (.values, .classes): nil
    }
  }

  /// The SHA-256 of all pixels and then all labels.
  ///
  /// - Throws: `FileError` when the system has no program for it.
  func digest() throws(FileError) -> String {
    switch self {
    case .classes(let images): try images.digest()
    case .values(let images): try images.digest()
    }
  }

  /// The pictures as samples of a network with such outputs; nothing where they are of the other
  /// kind.
  func samples(_ normalization: InputNormalization, output: ModelOutput) -> PixelSamples? {
    switch (self, output) {
    case (.classes(let images), .classes): images.samples(normalization)
    case (.values(let images), .values(let scale)): images.samples(normalization, scale: scale)
    case (.classes, .values), (.values, .classes): nil
    }
  }
}
