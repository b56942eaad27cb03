import RecognizerFileIO
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct SubprocessTests {
  @Test func collectsOutputErrorsAndExitCode() throws {
    let outcome = try Subprocess.run("sh", ["-c", "echo out; echo problem >&2; exit 7"])
    #expect(outcome.output == Array("out\n".utf8))
    #expect(outcome.errorText == "problem\n")
    #expect(outcome.exitCode == 7 && outcome.signal == nil)
  }

  @Test func argumentsReachTheProgramUntouched() throws {
    let outcome = try Subprocess.run("printf", ["%s|", "a b", "$HOME", "'*'", ""])
    #expect(outcome.output == Array("a b|$HOME|'*'||".utf8))
  }

  @Test func environmentIsHandedOn() throws {
    let outcome = try Subprocess.run("sh", ["-c", "echo $PATH"])
    #expect(outcome.output.count > 1)
  }

  /// More than any buffer between the two, so that a one-sided exchange would hang.
  @Test func largeInputComesBack() throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 >> 4) }
    #expect(try Subprocess.run("cat", [], input: input).output == input)
  }

  @Test func programThatReadsNothingIsNoError() throws {
    let input = [UInt8](repeating: 1, count: 3_000_000)
    #expect(try Subprocess.run("true", [], input: input).exitCode == 0)
  }

  @Test func signalIsToldFromAnExitCode() throws {
    let outcome = try Subprocess.run("sh", ["-c", "kill -9 $$"])
    #expect(outcome.exitCode == nil && outcome.signal == 9)
  }

  @Test func programCanBeEnded() throws {
    var asked = 0
    let outcome = try Subprocess.run("sleep", ["60"]) {
      asked += 1
      return asked < 3
    }
    #expect(outcome.signal == SIGTERM && asked == 3)
  }

  @Test func missingProgramIsNamed() {
    let error = #expect(throws: FileError.self) { try Subprocess.run("no-such-program", []) }
    #expect(error?.kind == .missing)
    #expect(error?.description == "no-such-program: no such program; install no-such-program")
  }

  @Test func leavesNoDescriptorsOpen() throws {
    // The lowest free number rises with every one that is leaked.
    func lowestFree() -> Int32 {
      let descriptor = dup(STDERR_FILENO)
      close(descriptor)
      return descriptor
    }
    let before = lowestFree()
    for _ in 0..<20 {
      _ = try Subprocess.run("true", [])
      _ = try? Subprocess.run("no-such-program", [])
    }
    // Other tests run beside this one and may hold a few.
    #expect(lowestFree() < before + 40)
  }
}
