import NeuralNet

/// Shows how far a stage of the work has come: a bar on a terminal, else a line now and then.
///
/// It may be told of every step from any thread; it draws no more often than is useful.
package final class Progress: Sendable {
  private let console: Console
  private let now: @Sendable () -> Double
  private let start: Double
  private let state: Locked<State>

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
    state = Locked(State(line: line, lastShown: console.showsBars ? -.infinity : start))
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

/// The progress of some work, and its text in one line.
package struct ProgressLine: Hashable, Sendable {
  /// The name of the work, for example "epoch 2/10".
  package var label: String
  /// The unit that is counted, in the plural, for example "images".
  package var unit: String
  /// The number of units done.
  package var completed: Int
  /// The number of units; `nil` when it is not known.
  package var total: Int?
  /// Seconds since the work began.
  package var seconds: Double
  /// A detail worth showing, for example the loss.
  package var detail: String

  /// A line about `completed` of `total` units.
  package init(
    label: String, unit: String, completed: Int, total: Int?, seconds: Double, detail: String = ""
  ) {
    self.label = label
    self.unit = unit
    self.completed = completed
    self.total = total
    self.seconds = seconds
    self.detail = detail
  }

  /// The line with a bar, in at most `width` columns.
  package func bar(width: Int, style: TextStyle = .plain) -> String {
    let end = facts.joined(separator: "  ")
    // One column stays free: a full line would wrap on some terminals.
    let room = min(width - 1 - label.count - end.count - 4, 30)
    guard let share, room >= 5 else { return String(plain.prefix(max(width - 1, 0))) }
    let filled = Int(share * Double(room))
    return label + "  " + style.green(String(repeating: "━", count: filled))
      + style.faint(String(repeating: "─", count: room - filled)) + "  " + end
  }

  /// The line without a bar, as it stands in a log.
  package var plain: String { ([label + ":"] + facts).joined(separator: "  ") }

  // MARK: - Implementation

  private var share: Double? {
    total.map { $0 > 0 ? min(Double(completed) / Double($0), 1) : 1 }
  }

  private var rate: Double { seconds > 0 ? Double(completed) / seconds : 0 }

  private var facts: [String] {
    var facts = [share.map { "\(Int($0 * 100))%" } ?? "\(completed) \(unit)"]
    if rate > 0 { facts.append("\(Self.scaled(rate)) \(unit)/s") }
    if let total, rate > 0, completed < total {
      facts.append("\(Self.duration(Double(total - completed) / rate)) left")
    } else {
      facts.append(Self.duration(seconds))
    }
    return detail.isEmpty ? facts : facts + [detail]
  }

  /// Three significant digits or so: `8.5`, `940`, `12k`, `3.1M`.
  package static func scaled(_ value: Double) -> String {
    var scaled = value
    for suffix in ["", "k", "M", "G"] {
      if scaled < 9.95 { return tenths(scaled) + suffix }
      if scaled < 999.5 || suffix == "G" { return "\(Int(scaled.rounded()))\(suffix)" }
      scaled /= 1_000
    }
    return tenths(scaled)
  }

  /// A time to a person's precision: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds >= 9.95 else { return tenths(max(seconds, 0)) + " s" }
    let whole = Int(min(seconds, 1e9).rounded())
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return switch whole {
    case ..<60: "\(whole) s"
    case ..<3_600: "\(whole / 60) min \(padded(whole % 60)) s"
    default: "\(whole / 3_600) h \(padded(whole / 60 % 60)) min"
    }
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
