#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the learning rate changes over a run; the peak is the configured rate.
public enum Schedule: Codable, Hashable, Sendable {
  /// The same rate throughout.
  case constant
  /// Multiplied by `factor` after every `epochs` epochs.
  case step(epochs: Int, factor: Float)
  /// From the peak to zero along half a cosine (Loshchilov and Hutter 2017).
  case cosine
  /// From a twenty-fifth of the peak up to it in the share `warmUp` of the run, then down to
  /// nearly nothing, both along half a cosine (Smith and Topin 2019).
  case oneCycle(warmUp: Float = 0.3)

  /// The share of the peak rate for one step.
  ///
  /// - Parameters:
  ///   - step: the step, from 0.
  ///   - steps: the steps of the whole run.
  ///   - stepsPerEpoch: the steps of an epoch.
  public func factor(step: Int, of steps: Int, stepsPerEpoch: Int) -> Float {
    let progress = Float(step) / Float(max(steps - 1, 1))
    switch self {
    case .constant: return 1
    case .step(let epochs, let factor):
      return powf(factor, Float(step / max(stepsPerEpoch, 1) / max(epochs, 1)))
    case .cosine: return Self.halfCosine(from: 1, to: 0, at: progress)
    case .oneCycle(let warmUp):
      let (start, end): (Float, Float) = (0.04, 4e-6)
      if progress < warmUp { return Self.halfCosine(from: start, to: 1, at: progress / warmUp) }
      return Self.halfCosine(from: 1, to: end, at: (progress - warmUp) / max(1 - warmUp, 1e-6))
    }
  }

  private static func halfCosine(from start: Float, to end: Float, at progress: Float) -> Float {
    end + (start - end) * (1 + cosf(.pi * progress)) / 2
  }
}
