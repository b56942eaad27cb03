import Dispatch
import NeuralNet

/// Works on items on several threads and hands the results over on this one, in order, as soon as
/// they are known.
///
/// Only a few results wait at a time, so a long list needs no more memory than a short one. A single
/// item is worked on here: starting a thread would take longer than many an image.
///
/// - Parameters:
///   - threads: the most threads that work; this one only hands over when there are others.
///   - deliver: receives an item's position and its result; what it throws ends the work.
func forEachInOrder<Item: Sendable, Output: Sendable>(
  _ items: [Item], threads: Int, work: @escaping @Sendable (Item) -> Output,
  deliver: (_ index: Int, _ output: Output) throws -> Void
) rethrows {
  let workers = min(threads, items.count)
  guard workers > 1 else {
    for (index, item) in items.enumerated() { try deliver(index, work(item)) }
    return
  }
  let queue = OrderedQueue<Output>(count: items.count, ahead: 8 * workers)
  for _ in 0..<workers {
    DispatchQueue.global().async {
      while let index = queue.claim() { queue.put(work(items[index]), at: index) }
    }
  }
  do {
    for index in items.indices { try deliver(index, queue.take(index)) }
  } catch {
    queue.cancel()
    throw error
  }
}

/// Results on their way from several threads to one that takes them in order.
private final class OrderedQueue<Output: Sendable>: Sendable {
  private struct State {
    var claimed = 0
    var results: [Int: Output] = [:]
    var isCancelled = false
  }

  private let count: Int
  private let state = Locked(State())
  /// Counts how many items may still be claimed before one of those before is taken.
  private let room: DispatchSemaphore
  /// Counts results that were put in and perhaps not yet looked at.
  private let arrivals = DispatchSemaphore(value: 0)

  init(count: Int, ahead: Int) {
    self.count = count
    room = DispatchSemaphore(value: 0)
    for _ in 0..<ahead { room.signal() }
  }

  /// The next item to work on, waited for until there is room for its result; `nil` at the end.
  func claim() -> Int? {
    room.wait()
    let index: Int? = state.withLock { state in
      guard !state.isCancelled, state.claimed < count else { return nil }
      defer { state.claimed += 1 }
      return state.claimed
    }
    // The other workers wait for the same end.
    if index == nil { room.signal() }
    return index
  }

  func put(_ output: Output, at index: Int) {
    state.withLock { $0.results[index] = output }
    arrivals.signal()
  }

  /// The result of an item, waited for until it is there.
  func take(_ index: Int) -> Output {
    while true {
      if let output = state.withLock({ $0.results.removeValue(forKey: index) }) {
        room.signal()
        return output
      }
      arrivals.wait()
    }
  }

  func cancel() {
    state.withLock { $0.isCancelled = true }
    room.signal()
  }
}
