import Dispatch
import Synchronization

/// Spreads independent pieces of work over Dispatch threads.
///
/// Pieces are taken one by one from a shared counter, so a slow thread takes fewer; what a piece
/// is never depends on how many threads there are.
final class ThreadTeam: Sendable {
  /// The most threads that work at the same time.
  let count: Int
  private let next = Atomic<Int>(0)

  init(count: Int) {
    precondition(count > 0, "\(count) threads")
    self.count = count
  }

  /// Calls `body` for every piece in `0..<pieces` and returns when all are done.
  ///
  /// `worker` is below ``count`` and no two calls at the same time share it. Not reentrant.
  func run(_ pieces: Int, _ body: @Sendable (_ piece: Int, _ worker: Int) -> Void) {
    let workers = min(count, pieces)
    guard workers > 1 else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    next.store(0, ordering: .relaxed)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        body(piece, worker)
      }
    }
  }
}
