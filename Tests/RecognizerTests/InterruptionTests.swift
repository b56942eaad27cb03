import Foundation
import Testing
import recognizer

/// Signals concern the whole process, so each test has a process of its own.
@Suite struct InterruptionTests {
  @Test func firstIsAnswered() async {
    await #expect(processExitsWith: .exitCode(130)) {
      Interruption.install()
      precondition(!Interruption.isRequested)
      try Interruption.check()
      raise(SIGINT)
      precondition(Interruption.isRequested)
      do { try Interruption.check() } catch { exit(ExitCode(of: error).rawValue) }
    }
  }

  @Test func secondEndsTheProcess() async {
    await #expect(processExitsWith: .exitCode(130)) {
      Interruption.install()
      raise(SIGINT)
      raise(SIGINT)
      exit(0)
    }
  }
}
