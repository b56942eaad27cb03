import DigitRecognition
import RecognizerFileIO
import Testing
import recognizer

@Suite struct DefaultPathsTests {
  private func paths(
    _ existing: Set<String>, environment: [String: String] = [:]
  ) -> DefaultPaths {
    DefaultPaths(environment: { environment[$0] }, exists: { existing.contains($0) })
  }

  @Test func modelIsInsideTheProgramUnlessTheEnvironmentNamesOne() throws {
    let environment = ["RECOGNIZER_MODEL": "mine"]
    #expect(try paths([]).model() == nil)
    #expect(try paths(["mine"], environment: environment).model() == "mine")
    #expect(try paths([], environment: ["RECOGNIZER_MODEL": ""]).model() == nil)
    // A variable that names no file is not passed over in silence.
    let error = #expect(throws: FileError.self) {
      try paths([], environment: environment).model()
    }
    #expect(error?.kind == .missing && error?.path == "mine")
  }

  @Test func dataIsLocalElseOfTheEnvironment() throws {
    let environment = ["RECOGNIZER_DATA": "/data"]
    #expect(try paths(["data/mnist", "/data"], environment: environment).data() == "data/mnist")
    #expect(try paths(["/data"], environment: environment).data() == "/data")
    for error in [
      #expect(throws: FileError.self) { try paths([]).data() },
      #expect(throws: FileError.self) { try paths([], environment: environment).data() },
    ] {
      #expect(error?.kind == .missing)
      #expect(error?.remedy.contains("recognizer download") == true)
    }
  }

  @Test func missingDataComesWithTheCommandThatGetsSome() {
    func error(_ kind: FileError.Kind, _ target: DigitDataSet.Target) -> FileError? {
      #expect(throws: FileError.self) {
        try DefaultPaths.withAdvice(on: target) { () throws(FileError) -> Int in
          throw FileError(kind, path: "there", found: "no folder", remedy: "check the path")
        }
      }
    }
    let missing = error(.missing, .classes)
    #expect(missing?.path == "there" && missing?.found == "no folder")
    #expect(missing?.remedy == "check the path, or run 'recognizer download' for MNIST")
    #expect(error(.missing, .values)?.remedy.contains("recognizer shear") == true)
    #expect(error(.corrupt, .classes)?.remedy == "check the path")
  }
}
