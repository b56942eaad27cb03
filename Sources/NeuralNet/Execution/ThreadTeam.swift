import CPUFeatures
import Dispatch
import Synchronization

/// Spreads independent pieces of work over Dispatch threads.
///
/// A training step has a handful of phases of a few hundred microseconds, and waking a thread
/// costs tens of them. So helpers are not called for each phase: they are blocks on Dispatch's
/// threads that look for the next job for a moment after the last one and then end; while steps
/// follow each other they never do. Pieces are taken one by one, so a slow thread takes fewer, and
/// a helper that has no thread to run on takes none: nobody waits for a thread, only for pieces
/// that have begun. What a piece is never depends on how many threads there are.
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
  package func run(_ pieces: Int, _ body: @Sendable (_ piece: Int, _ worker: Int) -> Void) {
    let treatment = flush_denormals()
    defer { restore_denormals(treatment) }
    guard count > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      board.post(pieces, body)
      board.wakeHelpers(atMost: pieces - 1)
      board.work(worker: 0)
      board.waitUntilDone()
    }
  }
}

/// Where a job hangs and its pieces are taken from.
private final class JobBoard: @unchecked Sendable {
  typealias Body = @Sendable (_ piece: Int, _ worker: Int) -> Void

  /// The number of the job, how many pieces it has and how many are taken: one word, so that who
  /// takes a piece knows that it belongs to a job that is not done.
  private let word = Atomic<UInt64>(0)
  private let done = Atomic<Int>(0)
  /// Written before a job is posted and read by those who have taken a piece of it.
  private var body: Body?
  private let isAwake: [Flag]

  /// How long a helper looks for work before it ends, in rounds of a few nanoseconds to tens of
  /// them: longer than the pauses between the phases of a step.
  private static let patience = 20_000

  private static let bits: UInt64 = 24
  private static let mask: UInt64 = (1 << bits) - 1

  init(helpers: Int) {
    isAwake = (0..<helpers).map { _ in Flag() }
  }

  func post(_ pieces: Int, _ body: @escaping Body) {
    precondition(pieces < Self.mask / 2, "\(pieces) pieces")
    self.body = body
    done.store(0, ordering: .relaxed)
    let job = (word.load(ordering: .relaxed) >> (2 * Self.bits)) &+ 1
    word.store(job << (2 * Self.bits) | UInt64(pieces) << Self.bits, ordering: .releasing)
  }

  func wakeHelpers(atMost count: Int) {
    for helper in 0..<min(count, isAwake.count)
    where !isAwake[helper].value.load(ordering: .acquiring) {
      isAwake[helper].value.store(true, ordering: .relaxed)
      DispatchQueue.global(qos: .userInitiated).async { [self] in help(helper) }
    }
  }

  /// Takes pieces until there are none left.
  func work(worker: Int) {
    while let piece = takePiece() {
      perform(piece, worker)
      done.add(1, ordering: .releasing)
    }
  }

  /// A function of its own, so that nothing holds on to the body once the piece counts as done.
  @inline(never)
  private func perform(_ piece: Int, _ worker: Int) { body?(piece, worker) }

  /// Ends only when no helper works on a piece, so nobody reads the body any more.
  func waitUntilDone() {
    let pieces = Int(word.load(ordering: .relaxed) >> Self.bits & Self.mask)
    var rounds = 0
    while done.load(ordering: .acquiring) < pieces {
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
    while rounds < Self.patience {
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

  private var hasPieces: Bool {
    let word = word.load(ordering: .relaxed)
    return word & Self.mask < word >> Self.bits & Self.mask
  }

  private func takePiece() -> Int? {
    guard hasPieces else { return nil }
    let word = word.add(1, ordering: .acquiring).oldValue
    let piece = word & Self.mask
    return piece < word >> Self.bits & Self.mask ? Int(piece) : nil
  }

  private final class Flag: Sendable {
    let value = Atomic<Bool>(false)
  }
}
