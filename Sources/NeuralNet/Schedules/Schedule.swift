#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The learning rate over a run, as a fraction of the configured rate.
public enum Schedule: Codable, Hashable, Sendable {
  /// The same rate throughout.
  case constant
  /// From the peak to zero along half a cosine (Loshchilov and Hutter 2017).
  case cosine
  /// From a twenty-fifth of the peak up to it in the fraction `warmUp` of the run, then down to
  /// 4e-6 of it, both along half a cosine (Smith and Topin 2019).
  case oneCycle(warmUp: Float = 0.3)

  /// The fraction of the peak rate for one step.
  ///
  /// - Parameters:
  ///   - step: the step, from 0.
  ///   - steps: the steps of the whole run.
  package func factor(step: Int, of steps: Int) -> Float {
    let progress = Float(step) / Float(max(steps - 1, 1))
    switch self {
    case .constant: return 1
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
