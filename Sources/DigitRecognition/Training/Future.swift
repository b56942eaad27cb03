import Dispatch
import NeuralNet

/// A value that another thread computes while this one goes on.
final class Future<Value: Sendable, Failure: Error>: Sendable {
  private let result = Locked<Result<Value, Failure>?>(nil)
  private let group = DispatchGroup()

  /// Begins to compute.
  init(_ compute: @escaping @Sendable () throws(Failure) -> Value) {
    DispatchQueue.global().async(group: group) { [self] in
      let computed = Result(catching: compute)
      result.withLock { $0 = computed }
    }
  }

  /// Whether the value is there.
  var isReady: Bool { result.withLock { $0 != nil } }

  /// The value, waited for where it is not there yet.
  func get() throws(Failure) -> Value {
    group.wait()
    guard let result = result.withLock({ $0 }) else { preconditionFailure("not computed") }
    return try result.get()
  }
}
