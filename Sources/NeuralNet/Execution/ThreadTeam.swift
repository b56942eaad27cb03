import Dispatch
import RecognizerCPUFeatures
import Synchronization

/// Work that is cut into shards which do not depend on each other.
///
/// An object, because one that is made once can be run in every step without allocating anything.
package protocol ShardedWork: AnyObject, Sendable {
  /// Does one shard; no two calls at the same time have the same `worker`.
  func run(shard: Int, worker: Int)
}

/// Spreads shards of work over Dispatch threads.
///
/// A training step has a handful of phases of a few hundred microseconds, and waking a thread
/// costs tens of them. So helpers are not called for each phase: they are blocks on Dispatch's
/// threads that look for the next job for a moment after the last one and then end; while steps
/// follow each other they never do. Each worker begins with a queue of its own, filled alike from
/// job to job, because what a shard works on may still lie in its core's cache; then it takes
/// shards from the end of the others' queues. So a slow thread takes fewer, and a helper that has
/// no thread to run on takes none: nobody waits for a thread, only for shards that have begun. What
/// a shard is never depends on how many threads there are.
///
/// Nothing is allocated while helpers are awake; waking one makes a block.
package final class ThreadTeam: Sendable {
  /// The most threads that work at the same time.
  package let count: Int
  private let board: JobBoard

  package init(count: Int) {
    precondition(count > 0, "\(count) threads")
    self.count = count
    board = JobBoard(helpers: count - 1)
  }

  /// Does every shard in `0..<shards` and returns when all are done.
  ///
  /// `worker` is below ``count``. Not reentrant. Denormal numbers count as zero in all calls.
  package func run(_ shards: Int, _ work: any ShardedWork) {
    let treatment = flush_denormals()
    defer { restore_denormals(treatment) }
    guard count > 1, shards > 1 else {
      for shard in 0..<shards { work.run(shard: shard, worker: 0) }
      return
    }
    board.post(shards, work)
    board.wakeHelpers()
    board.work(worker: 0)
    board.wait(for: shards)
  }

  /// Calls `body` for every shard, as ``run(_:_:)-(_,ShardedWork)`` does; allocates a little.
  package func run(_ shards: Int, _ body: @Sendable (_ shard: Int, _ worker: Int) -> Void) {
    withoutActuallyEscaping(body) { body in run(shards, ClosureWork(body: body)) }
  }
}

private final class ClosureWork: ShardedWork {
  private let body: @Sendable (_ shard: Int, _ worker: Int) -> Void

  init(body: @escaping @Sendable (_ shard: Int, _ worker: Int) -> Void) { self.body = body }

  func run(shard: Int, worker: Int) { body(shard, worker) }
}

/// The board that a job is posted on and its shards are taken from.
private final class JobBoard: @unchecked Sendable {
  /// One for each worker.
  private let queues: [ShardQueue]
  private let done = Atomic<Int>(0)
  /// Written before a job is posted and read by those who have taken a shard of it.
  private var work: (any ShardedWork)?
  private let isAwake: [Flag]

  /// The time that a helper looks for work before it ends, in rounds of a few nanoseconds to tens of
  /// them: longer than the pauses between the phases of a step.
  private static let spinCount = 20_000

  init(helpers: Int) {
    isAwake = (0..<helpers).map { _ in Flag() }
    queues = (0...helpers).map { _ in ShardQueue() }
  }

  func post(_ shards: Int, _ work: any ShardedWork) {
    self.work = work
    done.store(0, ordering: .relaxed)
    for worker in queues.indices {
      queues[worker].fill(
        worker * shards / queues.count..<(worker + 1) * shards / queues.count)
    }
  }

  func wakeHelpers() {
    for helper in isAwake.indices
    where !queues[helper + 1].isEmpty && !isAwake[helper].value.load(ordering: .acquiring) {
      isAwake[helper].value.store(true, ordering: .relaxed)
      DispatchQueue.global(qos: .userInitiated).async { [self] in help(helper) }
    }
  }

  /// Takes shards until there are none left.
  func work(worker: Int) {
    while let shard = queues[worker].takeFirst() {
      perform(shard, worker)
      done.add(1, ordering: .releasing)
    }
    for other in 1..<queues.count {
      let queue = queues[(worker + other) % queues.count]
      while let shard = queue.takeLast() {
        perform(shard, worker)
        done.add(1, ordering: .releasing)
      }
    }
  }

  /// A function of its own, so that nothing holds on to the work once the shard counts as done.
  @inline(never)
  private func perform(_ shard: Int, _ worker: Int) { work?.run(shard: shard, worker: worker) }

  /// Ends only when no helper works on a shard, so nobody reads the work any more.
  func wait(for shards: Int) {
    var rounds = 0
    while done.load(ordering: .acquiring) < shards {
      rounds += 1
      // Longer than any shard: the helper that has it is not running.
      if rounds > 100_000 { yield_processor() } else { spin_pause() }
    }
    work = nil
  }

  private func help(_ helper: Int) {
    let treatment = flush_denormals()
    defer { restore_denormals(treatment) }
    var rounds = 0
    while rounds < Self.spinCount {
      if hasShards {
        work(worker: helper + 1)
        rounds = 0
      } else {
        spin_pause()
        rounds += 1
      }
    }
    isAwake[helper].value.store(false, ordering: .releasing)
  }

  private var hasShards: Bool {
    // By index: iterating over objects allocates in a build that is not optimised.
    for worker in queues.indices where !queues[worker].isEmpty { return true }
    return false
  }

  private final class Flag: Sendable {
    let value = Atomic<Bool>(false)
  }
}

/// Shards that one worker takes from the front and the others from the end.
///
/// The number of the job, the first shard left and the end are one word: whoever takes a shard
/// knows that it belongs to a job that is not done.
private final class ShardQueue: Sendable {
  private let word = Atomic<UInt64>(0)
  // A line of its own: workers that are not at odds do not wait for each other.
  private let padding: InlineArray<14, UInt64> = .init(repeating: 0)

  private static let bits: UInt64 = 20
  private static let mask: UInt64 = (1 << bits) - 1

  func fill(_ shards: Range<Int>) {
    precondition(shards.upperBound <= Self.mask, "\(shards.upperBound) shards")
    let job = (word.load(ordering: .relaxed) >> (2 * Self.bits)) &+ 1
    let range = UInt64(shards.lowerBound) << Self.bits | UInt64(shards.upperBound)
    word.store(job << (2 * Self.bits) | range, ordering: .releasing)
  }

  var isEmpty: Bool { Self.range(word.load(ordering: .relaxed)).isEmpty }

  func takeFirst() -> Int? { take(fromFront: true) }
  func takeLast() -> Int? { take(fromFront: false) }

  @inline(__always)
  private func take(fromFront: Bool) -> Int? {
    var current = word.load(ordering: .relaxed)
    while true {
      let shards = Self.range(current)
      guard !shards.isEmpty else { return nil }
      let (exchanged, original) = word.weakCompareExchange(
        expected: current, desired: fromFront ? current + 1 << Self.bits : current - 1,
        ordering: .acquiring)
      if exchanged { return fromFront ? shards.lowerBound : shards.upperBound - 1 }
      current = original
    }
  }

  private static func range(_ word: UInt64) -> Range<Int> {
    Int(word >> bits & mask)..<Int(word & mask)
  }
}
