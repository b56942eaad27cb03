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
