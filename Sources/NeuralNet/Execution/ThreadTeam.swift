import Dispatch
import RecognizerCPUFeatures
import Synchronization

/// Spreads independent pieces of work over Dispatch threads.
///
/// A training step has a handful of phases of a few hundred microseconds, and waking a thread
/// costs tens of them. So helpers are not called for each phase: they are blocks on Dispatch's
/// threads that look for the next job for a moment after the last one and then end; while steps
/// follow each other they never do. Each worker begins with a share of its own, the same from job
/// to job, because what a piece works on may still lie in its core's cache; then it takes pieces
/// from the end of the others' shares. So a slow thread takes fewer, and a helper that has no
/// thread to run on takes none: nobody waits for a thread, only for pieces that have begun. What a
/// piece is never depends on how many threads there are.
package final class ThreadTeam: Sendable {
  /// The most threads that work at the same time.
  let count: Int
  private let board: JobBoard

  package init(count: Int) {
    precondition(count > 0, "\(count) threads")
    self.count = count
    board = JobBoard(helpers: count - 1)
  }

  /// Calls `body` for every piece in `0..<pieces` and returns when all are done.
  ///
  /// `worker` is below ``count`` and no two calls at the same time share it. Not reentrant.
  /// Denormal numbers count as zero in all calls.
  package func run(_ shards: Int, _ body: @Sendable (_ shard: Int, _ worker: Int) -> Void) {
    let treatment = flush_denormals()
    defer { restore_denormals(treatment) }
    guard count > 1, shards > 1 else {
      for shard in 0..<shards { body(shard, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      board.post(shards, body)
      board.wakeHelpers()
      board.work(worker: 0)
      board.wait(for: shards)
    }
  }
}

/// Where a job hangs and its pieces are taken from.
private final class JobBoard: @unchecked Sendable {
  typealias Body = @Sendable (_ shard: Int, _ worker: Int) -> Void

  /// A share for each worker.
  private let shares: [Share]
  private let done = Atomic<Int>(0)
  /// Written before a job is posted and read by those who have taken a piece of it.
  private var body: Body?
  private let isAwake: [Flag]

  /// How long a helper looks for work before it ends, in rounds of a few nanoseconds to tens of
  /// them: longer than the pauses between the phases of a step.
  private static let spinCount = 20_000

  init(helpers: Int) {
    isAwake = (0..<helpers).map { _ in Flag() }
    shares = (0...helpers).map { _ in Share() }
  }

  func post(_ shards: Int, _ body: @escaping Body) {
    self.body = body
    done.store(0, ordering: .relaxed)
    for (worker, share) in shares.enumerated() {
      share.post(worker * shards / shares.count..<(worker + 1) * shards / shares.count)
    }
  }

  func wakeHelpers() {
    for (helper, flag) in isAwake.enumerated()
    where !shares[helper + 1].isEmpty && !flag.value.load(ordering: .acquiring) {
      flag.value.store(true, ordering: .relaxed)
      DispatchQueue.global(qos: .userInitiated).async { [self] in help(helper) }
    }
  }

  /// Takes pieces until there are none left.
  func work(worker: Int) {
    while let shard = shares[worker].takeFirst() {
      perform(shard, worker)
      done.add(1, ordering: .releasing)
    }
    for other in 1..<shares.count {
      let share = shares[(worker + other) % shares.count]
      while let shard = share.takeLast() {
        perform(shard, worker)
        done.add(1, ordering: .releasing)
      }
    }
  }

  /// A function of its own, so that nothing holds on to the body once the piece counts as done.
  @inline(never)
  private func perform(_ shard: Int, _ worker: Int) { body?(shard, worker) }

  /// Ends only when no helper works on a piece, so nobody reads the body any more.
  func wait(for shards: Int) {
    var rounds = 0
    while done.load(ordering: .acquiring) < shards {
      rounds += 1
      // Longer than any piece: the helper that has it is not running.
      if rounds > 100_000 { yield_processor() } else { spin_pause() }
    }
    body = nil
  }

  private func help(_ helper: Int) {
    let treatment = flush_denormals()
    defer { restore_denormals(treatment) }
    var rounds = 0
    while rounds < Self.spinCount {
      if hasPieces {
        work(worker: helper + 1)
        rounds = 0
      } else {
        spin_pause()
        rounds += 1
      }
    }
    isAwake[helper].value.store(false, ordering: .releasing)
  }

  private var hasPieces: Bool { shares.contains { !$0.isEmpty } }

  private final class Flag: Sendable {
    let value = Atomic<Bool>(false)
  }
}

/// Pieces that one worker takes from the front and the others from the end.
///
/// The number of the job, the first piece left and the end are one word: whoever takes a piece
/// knows that it belongs to a job that is not done.
private final class Share: Sendable {
  private let word = Atomic<UInt64>(0)
  // A line of its own: workers that are not at odds do not wait for each other.
  private let padding: InlineArray<14, UInt64> = .init(repeating: 0)

  private static let bits: UInt64 = 20
  private static let mask: UInt64 = (1 << bits) - 1

  func post(_ shards: Range<Int>) {
    precondition(shards.upperBound <= Self.mask, "\(shards.upperBound) shards")
    let job = (word.load(ordering: .relaxed) >> (2 * Self.bits)) &+ 1
    let range = UInt64(shards.lowerBound) << Self.bits | UInt64(shards.upperBound)
    word.store(job << (2 * Self.bits) | range, ordering: .releasing)
  }

  var isEmpty: Bool { Self.range(word.load(ordering: .relaxed)).isEmpty }

  func takeFirst() -> Int? { take(\.first, change: { $0 + 1 << Self.bits }) }
  func takeLast() -> Int? { take(\.last, change: { $0 - 1 }) }

  @inline(__always)
  private func take(
    _ which: (Range<Int>) -> Int?, change: (UInt64) -> UInt64
  ) -> Int? {
    var current = word.load(ordering: .relaxed)
    while let shard = which(Self.range(current)) {
      let (exchanged, original) = word.weakCompareExchange(
        expected: current, desired: change(current), ordering: .acquiring)
      if exchanged { return shard }
      current = original
    }
    return nil
  }

  private static func range(_ word: UInt64) -> Range<Int> {
    Int(word >> bits & mask)..<Int(word & mask)
  }
}
