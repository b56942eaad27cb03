import Foundation
import NeuralNet
import Synchronization
import Testing

/// Every shard of every job is done once and before its job is over, whatever the threads do.
///
/// Worth running under the thread sanitizer, too: `swift test --sanitize=thread --filter
/// ThreadTeamTests`.
@Suite struct ThreadTeamTests {
  @Test(arguments: [1, 2, 3, 8])
  func everyShardOnce(threads: Int) {
    let team = ThreadTeam(count: threads)
    for job in 0..<5_000 {
      let shards = job % 9
      let done = Locked([Int](repeating: 0, count: shards))
      team.run(shards) { shard, worker in
        precondition(worker < threads)
        done.withLock { $0[shard] += 1 }
      }
      #expect(done.withLock { $0.allSatisfy { $0 == 1 } }, "job \(job)")
      // Now and then the helpers fall asleep.
      if job % 1_000 == 0 { usleep(2_000) }
    }
  }

  /// What a shard writes without a lock is there when the job is over, and shards of the next job
  /// see it: the order that the loop's phases rely on.
  @Test(arguments: [2, 3]) func shardsSeeTheJobBefore(threads: Int) {
    final class Rows: ShardedWork, @unchecked Sendable {
      let values = UnsafeMutablePointer<Int>.allocate(capacity: 64)
      let next = UnsafeMutablePointer<Int>.allocate(capacity: 64)
      init() {
        values.initialize(repeating: 1, count: 64)
        next.initialize(repeating: 0, count: 64)
      }
      deinit {
        values.deallocate()
        next.deallocate()
      }
      func run(shard: Int, worker: Int) { next[shard] = values[shard] + values[(shard + 1) % 64] }
    }
    let (team, rows) = (ThreadTeam(count: threads), Rows())
    for _ in 0..<50 {
      team.run(64, rows)
      for shard in 0..<64 { rows.values[shard] = rows.next[shard] % 1_000_003 }
    }
    var expected = 1
    for _ in 0..<50 { expected = 2 * expected % 1_000_003 }
    #expect((0..<64).allSatisfy { rows.values[$0] == expected })
  }

  @Test func workersAreNotShared() {
    let team = ThreadTeam(count: 4)
    let busy = Locked(Set<Int>())
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

  /// Numbers below the smallest normal one are zero in all workers' calls and stay what they are
  /// outside of them.
  @Test(arguments: [1, 2, 3]) func denormalsAreZeroInTheTeam(threads: Int) {
    let team = ThreadTeam(count: threads)
    let others = Atomic<Int>(0)
    for _ in 0..<200 {
      team.run(8) { _, _ in
        if half(.leastNormalMagnitude) != 0 { others.add(1, ordering: .relaxed) }
      }
    }
    #expect(others.load(ordering: .relaxed) == 0)
    #expect(half(.leastNormalMagnitude) > 0)
  }
}

@inline(never) private func half(_ x: Float) -> Float { x / 2 }
