import Foundation
import RecognizerTestSupport
import Synchronization
import Testing
import recognizer

@Suite struct ConsoleTests {
  /// What a console with two files for streams writes to them.
  private func streams(
    isQuiet: Bool = false, isTerminal: Bool = false, _ body: (Console) throws -> Void
  ) throws -> (output: String, errors: String) {
    let folder = try TemporaryFolder()
    for name in ["output", "errors"] { try folder.write("", to: name) }
    let output = try #require(FileHandle(forWritingAtPath: folder.path + "/output"))
    let errors = try #require(FileHandle(forWritingAtPath: folder.path + "/errors"))
    let console = Console(
      output: output.fileDescriptor, errors: errors.fileDescriptor, isQuiet: isQuiet,
      isTerminal: { _ in isTerminal }, environment: { _ in nil })
    try body(console)
    try console.flush()
    return (try folder.read("output"), try folder.read("errors"))
  }

  @Test func resultsAndNotesGoTheirWays() throws {
    let streams = try streams { console in
      try console.writeLine("seven")
      console.note("note")
      console.warn("odd")
      console.error("bad\nfile")
    }
    #expect(streams.output == "seven\n")
    #expect(
      streams.errors == "note\nrecognizer: warning: odd\nrecognizer: error: bad\\u{a}file\n")
  }

  @Test func quietLeavesOnlyErrors() throws {
    let streams = try streams(isQuiet: true) { console in
      try console.writeLine("seven")
      console.note("note")
      console.warn("odd")
      let progress = Progress("stage", unit: "images", total: 1, console: console)
      progress.update(completed: 1)
      progress.finish("done")
      console.error("bad")
    }
    #expect(streams.output == "seven\n")
    #expect(streams.errors == "recognizer: error: bad\n")
  }

  @Test func muchOutputArrivesWhole() throws {
    let line = String(repeating: "0123456789", count: 100)
    let streams = try streams { console in
      for _ in 0..<500 { try console.writeLine(line) }
    }
    #expect(streams.output == String(repeating: line + "\n", count: 500))
  }

  @Test func barIsTakenAwayBeforeOtherOutput() throws {
    let streams = try streams(isTerminal: true) { console in
      let progress = Progress("epoch 1", unit: "images", total: 10, console: console, now: { 0 })
      progress.update(completed: 5)
      progress.update(completed: 6)  // too soon to be drawn
      console.note("note")
      progress.finish("done")
    }
    #expect(streams.errors.hasPrefix("epoch 1  "))
    #expect(streams.errors.hasSuffix("\r\u{1B}[Knote\ndone\n"))
    #expect(streams.errors.components(separatedBy: "epoch 1").count == 2)
  }

  @Test func logGetsALineNowAndThen() throws {
    let clock = ManualClock()
    let streams = try streams { console in
      let progress = Progress(
        "epoch 1", unit: "images", total: 100, console: console, now: { clock.value })
      for step in 1...100 {
        clock.advance(0.25)
        progress.update(completed: step)
      }
      progress.finish()
    }
    #expect(
      streams.errors == """
        epoch 1:  40%  4.0 images/s  15 s left
        epoch 1:  80%  4.0 images/s  5.0 s left

        """)
  }

  /// A clock that goes when it is told to.
  private final class ManualClock: Sendable {
    private let time = Mutex(0.0)
    var value: Double { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
  }
}
