import Foundation
import RecognizerTestSupport
import Testing

/// How a process ended and what it printed.
struct ProcessResult {
  let code: Int32
  let output: String
  let errors: String

  /// The last line of the output as a JSON object.
  func object() throws -> [String: Any] {
    let line = output.split(separator: "\n").last ?? ""
    return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }
}

/// Runs the `recognizer` that was built beside these tests.
func runRecognizer(
  _ words: [String], environment: [String: String] = [:], outputTo path: String? = nil
) throws -> ProcessResult {
  try run(builtProgram, words, environment: environment, outputTo: path)
}

/// The path of the built program: it lies in the folder of the test bundle.
let builtProgram: String = {
  let bundles = Bundle.allBundles.map(\.bundlePath) + CommandLine.arguments
  let bundle = bundles.first { $0.hasSuffix(".xctest") } ?? Bundle.main.executablePath ?? ""
  return URL(filePath: bundle).deletingLastPathComponent().appending(path: "recognizer").path()
}()

/// Runs a program to its end.
///
/// - Parameter path: a file or device for standard output; what goes there is not returned.
func run(
  _ program: String, _ words: [String], environment: [String: String] = [:],
  outputTo path: String? = nil
) throws -> ProcessResult {
  let folder = try TemporaryFolder()
  // Files, unlike pipes, cannot fill up while nobody reads.
  for name in ["output", "errors"] { try folder.write("", to: name) }
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = words
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = FileHandle(forWritingAtPath: path ?? folder.path + "/output")
  process.standardError = FileHandle(forWritingAtPath: folder.path + "/errors")
  try process.run()
  process.waitUntilExit()
  return ProcessResult(
    code: process.terminationReason == .exit ? process.terminationStatus : -1,
    output: try folder.read("output"), errors: try folder.read("errors"))
}
