import Synchronization

/// Shows how far a stage of the work has come: a bar on a terminal, else a line now and then.
///
/// It may be told of every step from any thread; it draws no more often than is useful.
package final class Progress: Sendable {
  private let console: Console
  private let now: @Sendable () -> Double
  private let start: Double
  private let state: Mutex<State>

  private struct State {
    var line: ProgressLine
    var lastShown: Double
  }

  /// Begins a stage of `total` units.
  ///
  /// - Parameter now: a clock in seconds.
  package init(
    _ label: String, unit: String, total: Int?, console: Console,
    now: @escaping @Sendable () -> Double = Progress.monotonicSeconds
  ) {
    self.console = console
    self.now = now
    start = now()
    let line = ProgressLine(label: label, unit: unit, completed: 0, total: total, seconds: 0)
    // A bar appears with the first step; a log gets a line only when the work takes a while.
    state = Mutex(State(line: line, lastShown: console.showsBars ? -.infinity : start))
  }

  /// Says how many units are done by now.
  package func update(completed: Int, detail: String = "") {
    // Ten pictures a second look smooth; a log that is read later wants few lines.
    let interval = console.showsBars ? 0.1 : 10
    let time = now()
    let line: ProgressLine? = state.withLock { state in
      state.line.completed = completed
      state.line.detail = detail
      guard time - state.lastShown >= interval else { return nil }
      state.lastShown = time
      state.line.seconds = time - start
      return state.line
    }
    if let line { show(line) }
  }

  /// Ends the stage: the bar goes, and `summary`, if there is one, stays.
  package func finish(_ summary: String? = nil) {
    console.showTransient("")
    if let summary { console.note(summary) }
  }

  private func show(_ line: ProgressLine) {
    if console.showsBars {
      console.showTransient(line.bar(width: console.errorWidth, style: console.errorStyle))
    } else {
      console.note(line.plain)
    }
  }

  /// Seconds of a clock that never goes back.
  package static let monotonicSeconds: @Sendable () -> Double = {
    let clock = ContinuousClock()
    let origin = clock.now
    return { (clock.now - origin) / .seconds(1) }
  }()
}
