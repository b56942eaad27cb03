/// The largest change per epoch that counts as converged, of the weights and of the loss.
public struct Convergence: Codable, Hashable, Sendable {
  /// The largest change, as a fraction: of the weights' length, and of the first epoch's loss.
  public var tolerance: Double
  /// The number of successive epochs with no larger change.
  public var window: Int

  /// A criterion.
  public init(tolerance: Double, window: Int = 3) {
    self.tolerance = tolerance
    self.window = window
  }
}

/// The state of a run that has converged.
public struct ConvergenceReport: Hashable, Sendable {
  /// A quantity that a run watches.
  package enum Criterion: String, Hashable, Sendable {
    case weights, loss
  }

  /// The criterion that was met last; nil where both were met in the same epoch.
  package let last: Criterion?
  /// The change of the weights in the last epoch, as a fraction of their length.
  package let weightChange: Double
  /// The change of the loss in the last epoch, as a fraction of the first epoch's loss.
  package let lossChange: Double
  /// The number of epochs for which both criteria have been met.
  package let epochs: Int
}

/// The number of epochs for which weights and loss have been at rest.
struct ConvergenceProgress: Codable, Hashable, Sendable {
  private var weightsAtRest = 0
  private var lossAtRest = 0
  /// Changes are compared with it: a loss that goes on halving near zero is at rest.
  private var firstLoss: Double?
  private var lastLoss: Double?
  private var weightChange = Double.greatestFiniteMagnitude
  private var lossChange = Double.greatestFiniteMagnitude

  /// Takes in an epoch.
  mutating func add(weightChange: Double, loss: Double, tolerance: Double) {
    self.weightChange = weightChange
    let scale = max(firstLoss ?? loss, .leastNormalMagnitude)
    lossChange = lastLoss.map { abs(loss - $0) / scale } ?? 1
    (firstLoss, lastLoss) = (scale, loss)
    weightsAtRest = weightChange <= tolerance ? weightsAtRest + 1 : 0
    lossAtRest = lossChange <= tolerance ? lossAtRest + 1 : 0
  }

  /// The report, once both have been at rest for the window.
  func report(window: Int) -> ConvergenceReport? {
    let epochs = min(weightsAtRest, lossAtRest)
    guard epochs >= window else { return nil }
    let last: ConvergenceReport.Criterion? =
      weightsAtRest == lossAtRest ? nil : weightsAtRest < lossAtRest ? .weights : .loss
    return ConvergenceReport(
      last: last, weightChange: weightChange, lossChange: lossChange, epochs: epochs)
  }
}

extension Trainer {
  /// Takes the epoch that has just ended into account, where the run ends by convergence.
  func watchConvergence(loss: Double) {
    guard let convergence = configuration.convergence else { return }
    let before = epochStart
    let now = currentParameters
    var (moved, length) = (0.0, 0.0)
    for tensor in network.tensors where tensor.role != .statistic {
      for i in tensor.range {
        moved += Double(now[i] - before[i]) * Double(now[i] - before[i])
        length += Double(now[i]) * Double(now[i])
      }
    }
    epochStart = now
    var progress = progress.convergence ?? ConvergenceProgress()
    progress.add(
      weightChange: (moved / max(length, .leastNormalMagnitude)).squareRoot(), loss: loss,
      tolerance: convergence.tolerance)
    self.progress.convergence = progress
  }

  /// The report of a run that has converged.
  var convergenceReport: ConvergenceReport? {
    guard let convergence = configuration.convergence else { return nil }
    return progress.convergence?.report(window: convergence.window)
  }
}
