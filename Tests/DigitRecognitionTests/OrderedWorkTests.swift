import DigitRecognition
import Dispatch
import NeuralNet
import Testing

@Suite struct OrderedWorkTests {
  @Test(arguments: [0, 1, 2, 300], [1, 2, 5])
  func resultsComeInOrder(count: Int, threads: Int) {
    var found: [Int] = []
    forEachInOrder(OrderedItems(Array(0..<count)), threads: threads) { item in
      (0..<(item * 37 % 11) * 1000).reduce(item) { $0 ^ $1 ^ $1 }
    } deliver: { item, result in
      #expect(result == item)
      found.append(item)
    }
    #expect(found == Array(0..<count))
  }

  /// The source yields an item only after the one before was handed over.
  @Test(.timeLimit(.minutes(15)), arguments: [1, 2, 5])
  func aResultDoesNotWaitForTheNextItem(threads: Int) {
    let (next, delivered) = (Locked(0), DispatchSemaphore(value: 1))
    let items = OrderedItems { () -> Int? in
      delivered.wait()
      return next.withLock { next in
        guard next < 20 else { return nil }
        defer { next += 1 }
        return next
      }
    }
    var found: [Int] = []
    forEachInOrder(items, threads: threads, work: { -$0 }) { item, result in
      found.append(result)
      #expect(result == -item)
      delivered.signal()
      // The end is asked for by every thread.
      if item == 19 { for _ in 0..<threads { delivered.signal() } }
    }
    #expect(found == (0..<20).map { -$0 })
  }

  /// A list that comes fast is not read far ahead of its results.
  @Test func fewItemsWait() {
    let (claimed, threads) = (Locked(0), 3)
    let items = OrderedItems { () -> Int? in
      claimed.withLock { claimed in
        guard claimed < 2000 else { return nil }
        defer { claimed += 1 }
        return claimed
      }
    }
    var most = 0
    forEachInOrder(items, threads: threads, work: { $0 }) { item, _ in
      most = max(most, claimed.withLock { $0 } - item)
    }
    #expect(most <= 8 * threads + 1)
    #expect(claimed.withLock { $0 } == 2000)
  }

  @Test(arguments: [1, 4])
  func whatIsThrownEndsTheWork(threads: Int) {
    struct Enough: Error {}
    let claimed = Locked(0)
    let endless = OrderedItems { () -> Int? in
      claimed.withLock { claimed in
        claimed += 1
        return claimed
      }
    }
    var found = 0
    #expect(throws: Enough.self) {
      try forEachInOrder(endless, threads: threads, work: { $0 }) { item, _ in
        found = item
        if item == 100 { throw Enough() }
      }
    }
    #expect(found == 100)
  }
}
