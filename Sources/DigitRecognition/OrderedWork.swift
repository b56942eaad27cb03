import Dispatch
import NeuralNet

/// Items that come one after the other: of a list that is known, or of one that is still being read.
package struct OrderedItems<Item: Sendable>: Sendable {
  /// The number of items; `nil` when it is not known before the last one arrives.
  package let count: Int?
  /// The next item, waited for where it is still to come; `nil` at the end.
  fileprivate let next: @Sendable () -> Item?

  /// The items of a list.
  package init(_ items: [Item]) {
    let position = Locked(0)
    count = items.count
    next = {
      position.withLock { position in
        guard position < items.count else { return nil }
        defer { position += 1 }
        return items[position]
      }
    }
  }

  /// The items that `next` yields until it yields `nil`.
  ///
  /// - Parameter next: called by one thread at a time, and it may wait.
  package init(next: @escaping @Sendable () -> Item?) {
    count = nil
    self.next = next
  }
}

/// Works on items on several threads and hands the results over on this one, in order, as soon as
/// they are known.
///
/// Only a few results wait at a time, so a long list needs no more memory than a short one, and a
/// result does not wait for the item after it. A single item is worked on here: starting a thread
/// would take longer than many an image.
///
/// - Parameters:
///   - threads: the most threads that work; this one only hands over when there are others.
///   - deliver: receives an item and its result; what it throws ends the work.
package func forEachInOrder<Item: Sendable, Output: Sendable>(
  _ items: OrderedItems<Item>, threads: Int, work: @escaping @Sendable (Item) -> Output,
  deliver: (_ item: Item, _ output: Output) throws -> Void
) rethrows {
  let workers = min(threads, items.count ?? threads)
  guard workers > 1 else {
    while let item = items.next() { try deliver(item, work(item)) }
    return
  }
  let queue = OrderedQueue<Item, Output>(items, ahead: 8 * workers)
  for _ in 0..<workers {
    DispatchQueue.global().async {
      while let (item, index) = queue.claim() { queue.put(item, work(item), at: index) }
    }
  }
  do {
    var index = 0
    while let (item, output) = queue.take(index) {
      try deliver(item, output)
      index += 1
    }
  } catch {
    queue.end()
    throw error
  }
}

/// Results on their way from several threads to one that takes them in order.
private final class OrderedQueue<Item: Sendable, Output: Sendable>: Sendable {
  private struct State {
    var claimed = 0
    var results: [Int: (Item, Output)] = [:]
    /// Whether no item is to be claimed any more.
    var isOver = false
  }

  /// Held while an item is waited for, so that items get their positions in order; results are put
  /// in and taken meanwhile.
  private let items: Locked<OrderedItems<Item>>
  private let state = Locked(State())
  /// Counts how many items may still be claimed before one of those before is taken.
  private let room = DispatchSemaphore(value: 0)
  /// Counts results that were put in, and ends, and perhaps not yet looked at.
  private let arrivals = DispatchSemaphore(value: 0)

  init(_ items: OrderedItems<Item>, ahead: Int) {
    self.items = Locked(items)
    for _ in 0..<ahead { room.signal() }
  }

  /// The next item to work on and its position, waited for until there is room for its result;
  /// `nil` at the end.
  func claim() -> (item: Item, index: Int)? {
    room.wait()
    return items.withLock { items in
      guard !state.withLock({ $0.isOver }), let item = items.next() else {
        end()
        return nil
      }
      return state.withLock { state in
        defer { state.claimed += 1 }
        return (item, state.claimed)
      }
    }
  }

  func put(_ item: Item, _ output: Output, at index: Int) {
    state.withLock { $0.results[index] = (item, output) }
    arrivals.signal()
  }

  /// The item at a position and its result, waited for until it is there; `nil` past the end.
  func take(_ index: Int) -> (item: Item, output: Output)? {
    while true {
      let (found, isLast) = state.withLock { state in
        (state.results.removeValue(forKey: index), state.isOver && index >= state.claimed)
      }
      if let found {
        room.signal()
        return found
      }
      if isLast { return nil }
      arrivals.wait()
    }
  }

  /// Lets no more items be claimed.
  func end() {
    state.withLock { $0.isOver = true }
    // One worker that sees the end wakes the next.
    room.signal()
    arrivals.signal()
  }
}
