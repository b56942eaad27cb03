import Dispatch
import NeuralNet
import Testing

@Suite struct LockedTests {
  /// Long enough that threads have to wait for each other.
  @Test func oneThreadAtATimeUsesTheValue() {
    let numbers = Locked([Int](repeating: 0, count: 100))
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<500 {
        numbers.withLock { for index in $0.indices { $0[index] += 1 } }
      }
    }
    #expect(numbers.withLock { $0.allSatisfy { $0 == 2_000 } })
  }

  @Test func anErrorLeavesTheValueFree() {
    struct Problem: Error {}
    let number = Locked(1)
    #expect(throws: Problem.self) {
      try number.withLock { (number: inout Int) throws(Problem) in
        number = 2
        throw Problem()
      }
    }
    #expect(number.withLock { $0 } == 2)
  }
}
