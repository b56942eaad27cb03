import Foundation
import RecognizerTestSupport
import Testing

/// `--files-from` of `classify` and `read`, as processes.
@Suite struct FilesFromTests {
  private let samples = "\(packageRoot)/data/samples"
  private var seven: String { "\(samples)/large-dark-on-light_7.png" }
  private var four: String { "\(samples)/thick-pen_4.png" }
  private var line: String { "\(samples)/line_2468013579.png" }

  private func files(_ output: String) throws -> [String] {
    try output.split(separator: "\n").map {
      let object = try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      return try #require(object?["file"] as? String)
    }
  }

  /// The second name is written after the first answer was read.
  @Test(.timeLimit(.minutes(15)), arguments: ["classify", "read"], ["1", "4"])
  func eachNameIsAnsweredAsItComes(command: String, threads: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: builtProgram)
    process.arguments = [command, "--files-from", "-", "--json", "--threads", threads]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    for name in [seven, "none.png", four] {
      try input.fileHandleForWriting.write(contentsOf: Data((name + "\n").utf8))
      var answer = Data()
      while answer.last != UInt8(ascii: "\n") {
        let more = try #require(try output.fileHandleForReading.read(upToCount: 1))
        answer += more
        try #require(!more.isEmpty, "the program ended")
      }
      #expect(try files(String(decoding: answer, as: UTF8.self)) == [name])
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
  }

  @Test(arguments: ["classify", "read"])
  func argumentsComeFirstAndEmptyLinesAreNoNames(command: String) throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("\r\n\(line)\r\n\nnone.png\n\n\(four)", to: "list.txt")
    let result = try runRecognizer([command, seven, "--files-from", list, "--json"])
    #expect(result.code == 1)
    #expect(try files(result.output) == [seven, line, "none.png", four])
    #expect(result.errors.contains("recognizer: error: none.png: no such file; check the path\n"))
  }

  @Test func zeroBytesMayEndNames() throws {
    let folder = try TemporaryFolder()
    let copy = folder.file("a digit\n7.png")
    try FileManager.default.copyItem(atPath: seven, toPath: copy)
    let list = try folder.write("\(copy)\0\(four)\0", to: "list")
    let result = try runRecognizer(["classify", "--files-from", list, "--null", "--json"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(try files(result.output) == [copy, four])
  }

  @Test func aFolderInAListStandsForItsPictures() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write(samples, to: "list")
    for threads in ["1", "3"] {
      let listed = try runRecognizer([
        "classify", "--files-from", list, "--json", "--threads", threads,
      ])
      #expect(listed.output == (try runRecognizer(["classify", samples, "--json"]).output))
    }
  }

  @Test func aListOfOneEndsAsItsImageDoes() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("none.png\n", to: "list")
    #expect(try runRecognizer(["classify", "--files-from", list]).code == 66)
    let empty = try runRecognizer(["read", "--files-from", try folder.write("", to: "empty")])
    #expect(empty.code == 0 && empty.output.isEmpty)
  }

  @Test func textOfReadNamesTheFilesOfAList() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write(line + "\n", to: "list")
    let result = try runRecognizer(["read", "--files-from", list])
    #expect(result.output == "\(line):\n2468013579\n")
  }

  @Test(arguments: [
    (["classify", "--files-from", "none.txt"], 66, "none.txt: no such file"),
    (["read", "--files-from", "none.txt"], 66, "none.txt: no such file"),
    (["classify", "-", "--files-from", "-"], 64, "--files-from: standard input"),
    (["read", "a.png", "-", "--files-from", "-"], 64, "--files-from: standard input"),
    (["classify", "a.png", "--null"], 64, "--null: no list"),
    (["read", "--files-from", "-", "--annotate", "a.png"], 64, "--annotate: a list of images"),
    (["classify"], 64, "IMAGE: missing"), (["read", "--json"], 64, "IMAGE: missing"),
  ])
  func whatCannotBeIsNamed(words: [String], code: Int32, message: String) throws {
    let result = try runRecognizer(words)
    #expect(result.code == code && result.output.isEmpty)
    #expect(result.errors.hasPrefix("recognizer: error: \(message)"), "\(result.errors)")
  }
}
