import Foundation
import NeuralNet
import Synchronization
import Testing

/// Every piece of every job is done once and before its job is over, whatever the threads do.
@Suite struct ThreadTeamTests {
  @Test(arguments: [1, 2, 3, 8])
  func everyPieceOnce(threads: Int) {
    let team = ThreadTeam(count: threads)
    for job in 0..<5_000 {
      let pieces = job % 9
      let done = Mutex([Int](repeating: 0, count: pieces))
      team.run(pieces) { piece, worker in
        precondition(worker < threads)
        done.withLock { $0[piece] += 1 }
      }
      #expect(done.withLock { $0.allSatisfy { $0 == 1 } }, "job \(job)")
      // Now and then the helpers fall asleep.
      if job % 1_000 == 0 { usleep(2_000) }
    }
  }

  @Test func workersAreNotShared() {
    let team = ThreadTeam(count: 4)
    let busy = Mutex(Set<Int>())
    for _ in 0..<500 {
      team.run(16) { _, worker in
        #expect(busy.withLock { $0.insert(worker).inserted })
        #expect(busy.withLock { $0.remove(worker) } != nil)
      }
    }
  }

  @Test func teamsBesideEachOther() {
    let total = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      let team = ThreadTeam(count: 3)
      for _ in 0..<500 {
        team.run(7) { _, _ in total.add(1, ordering: .relaxed) }
      }
    }
    #expect(total.load(ordering: .relaxed) == 4 * 500 * 7)
  }
}
