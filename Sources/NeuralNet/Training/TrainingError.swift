/// Why a training run cannot go on.
public enum TrainingError: Error, Hashable, Sendable {
  /// The loss or a weight is infinite or not a number.
  ///
  /// `layer` is the first layer, by position and kind, whose weights or output are not finite.
  case notFinite(step: Int, epoch: Int, layer: String)
  /// The data does not fit the network.
  case unsuitableData(String)
  /// A checkpoint comes from another run.
  case otherRun(String)
}

extension TrainingError: CustomStringConvertible {
  /// One clause with what to do.
  public var description: String {
    switch self {
    case .notFinite(let step, let epoch, let layer):
      "not a finite number in \(layer), step \(step) (epoch \(epoch)); "
        + "use a lower --learning-rate"
    case .unsuitableData(let text), .otherRun(let text): text
    }
  }
}
