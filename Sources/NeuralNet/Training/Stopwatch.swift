#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Seconds since a moment, by a clock that never jumps.
package struct Stopwatch: Sendable {
  private let start: UInt64

  /// Starts now.
  package init() { start = Self.now() }

  /// Seconds since the start.
  package var seconds: Double { Double(Self.now() - start) / 1e9 }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

extension Stopwatch {
  /// Seconds that `body` takes: the mean of as many rounds as fill `seconds`, after one to warm up.
  static func secondsPerRound(for seconds: Double, _ body: () -> Void) -> Double {
    body()
    let watch = Stopwatch()
    var rounds = 0
    repeat {
      body()
      rounds += 1
    } while watch.seconds < seconds
    return watch.seconds / Double(rounds)
  }
}
