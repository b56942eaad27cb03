import RecognizerFileIO
import Testing
import recognizer

@Suite struct ExitCodeTests {
  @Test(
    arguments: [
      (.missing, .inputMissing), (.corrupt, .unsuitableData), (.cannotCreate, .cannotCreateOutput),
      (.transferFailed, .transferFailed), (.networkUnavailable, .networkUnavailable),
    ] as [(FileError.Kind, ExitCode)])
  func fileErrorsEndByTheirKind(kind: FileError.Kind, code: ExitCode) {
    #expect(ExitCode(of: FileError(kind, path: "a", found: "b", remedy: "c")) == code)
  }

  @Test func otherErrorsEndByTheirType() {
    struct Other: Error {}
    #expect(ExitCode(of: UsageError("a", found: "b", remedy: nil, command: nil)) == .usage)
    #expect(ExitCode(of: Interrupted()) == .interrupted)
    #expect(ExitCode(of: ClosedOutput()) == .transferFailed)
    #expect(ExitCode(of: ExitCode.someInputsFailed) == .someInputsFailed)
    #expect(ExitCode(of: Other()) == .unsuitableData)
  }

  @Test func numbersAreTheContracts() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 64, 65, 66, 69, 73, 74, 130])
  }
}
