import DigitData
public import NeuralNet

/// The settings that suit a network: what a training run uses unless it is told otherwise.
///
/// The recipes were chosen on images held back from training.
public struct TrainingRecipe: Hashable, Sendable {
  /// Passes over the training images.
  public var epochs = 10
  /// The peak learning rate for AdamW.
  public var learningRate: Float = 0.003
  /// The label smoothing of cross-entropy.
  public var labelSmoothing: Float = 0
  /// The decay of the moving average of the weights; nil for none.
  package var averageDecay: Float?
  /// The strength of the augmentation.
  public var augmentation = AugmentationPreset.none
  /// Pictures that are not one digit, for each training image: see ``DigitTraining``.
  package var negatives = 0.0
  /// Pieces of touching digits, for each training image: see ``DigitTraining``.
  package var pieces = 0.0

  /// The recipe for a network without one of its own, and for every network that predicts numbers.
  package static let general = TrainingRecipe()

  /// The recipe for a network that learns classes.
  ///
  /// Recipes belong to the layers of `Architecture.named`, with any number of outputs:
  /// another network of the same name gets a recipe of the usual values.
  public static func suiting(_ architecture: Architecture) -> TrainingRecipe {
    guard let known = Architecture.named.first(where: { $0.isSame(as: architecture) }) else {
      return general
    }
    return switch known {
    case .quick: TrainingRecipe(epochs: 2, learningRate: 0.01, labelSmoothing: 0.05)
    case .default:
      TrainingRecipe(
        epochs: 12, averageDecay: 0.999, augmentation: .hands, negatives: 0.5, pieces: 0.75)
    case .tiny:
      TrainingRecipe(
        epochs: 40, learningRate: 0.01, averageDecay: 0.999, augmentation: .standard)
    case .accurate, .equilibrium, .equilibriumDense:
      TrainingRecipe(augmentation: .standard)
    default: general
    }
  }

  /// The recipe for a network and what it learns.
  package static func suiting(
    _ architecture: Architecture, _ target: DigitDataSet.Target
  ) -> TrainingRecipe {
    // A turned digit is still of the same class, but may no longer have the same number.
    target == .classes ? suiting(architecture) : general
  }
}

extension TrainingRecipe {
  /// The number of pictures made for each epoch that are not one digit.
  package func negativeCount(for data: DigitDataSet) -> Int {
    Int(negatives * Double(data.digits.count))
  }

  /// The number of pieces of touching digits that are made.
  package func pieceCount(for data: DigitDataSet) -> Int {
    Int(pieces * Double(data.digits.count))
  }
}

/// The strength of the augmentation of training images.
public enum AugmentationPreset: String, Hashable, Sendable, CaseIterable {
  /// Not at all.
  case none
  /// Small turns, shifts, shears and changes of size and stroke width.
  case standard
  /// Larger changes, and bending, blur and noise as well.
  case strong
  /// Other people's hands: strokes that are written elsewhere, other proportions, coarse scans.
  case hands
}

extension Architecture {
  /// Whether two architectures are the same network, whatever their names and numbers of outputs.
  ///
  /// A softmax at the end is not counted: a training run adds one where its loss needs
  /// probabilities.
  package func isSame(as other: Architecture) -> Bool {
    func body(_ architecture: Architecture) -> [LayerDescription] {
      var layers = architecture.layers
      if layers.last == .softmax { layers.removeLast() }
      let bare = Architecture(name: "", input: architecture.input, layers: layers)
      return (bare.withOutputs(1) ?? bare).layers
    }
    return input == other.input && body(self) == body(other)
  }
}
