import RecognizerFileIO
import Testing
import recognizer

@Suite struct DefaultPathsTests {
  private func paths(
    _ existing: Set<String>, environment: [String: String] = [:],
    executable: String? = "/home/p/.build/x86_64-unknown-linux-gnu/release/recognizer"
  ) -> DefaultPaths {
    DefaultPaths(
      environment: { environment[$0] }, executable: { executable },
      exists: { existing.contains($0) })
  }

  @Test func modelIsFoundFromTheBuildFolder() throws {
    let shipped = "/home/p/models/default.safetensors"
    #expect(try paths([shipped, "models/default.safetensors"]).model() == shipped)
  }

  @Test func modelIsFoundBesideAnInstalledProgram() throws {
    let installed = "/usr/local/share/recognizer/default.safetensors"
    #expect(try paths([installed], executable: "/usr/local/bin/recognizer").model() == installed)
  }

  @Test func modelIsFoundInTheWorkingFolderLast() throws {
    let local = "models/default.safetensors"
    #expect(try paths([local]).model() == local)
    #expect(try paths([local], executable: nil).model() == local)
  }

  @Test func environmentNamesTheModelFirst() throws {
    let shipped = "/home/p/models/default.safetensors"
    let environment = ["RECOGNIZER_MODEL": "mine"]
    #expect(try paths([shipped, "mine"], environment: environment).model() == "mine")
    #expect(try paths([shipped], environment: ["RECOGNIZER_MODEL": ""]).model() == shipped)
    // A variable that names nothing is not passed over in silence.
    let error = #expect(throws: FileError.self) {
      try paths([shipped], environment: environment).model()
    }
    #expect(error?.kind == .missing && error?.path == "mine")
  }

  @Test func missingModelIsAnError() {
    let error = #expect(throws: FileError.self) { try paths([]).model() }
    #expect(error?.kind == .missing)
    #expect(error?.remedy.contains("--model") == true)
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

  @Test func executableIsARealFile() throws {
    #expect(try FileContents.read(#require(DefaultPaths.executablePath)).count > 1_000)
  }
}
