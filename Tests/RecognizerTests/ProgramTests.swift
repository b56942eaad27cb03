import Foundation
import Testing
import recognizer

/// The built program, run as a user runs it.
@Suite struct ProgramTests {
  @Test(arguments: [
    ([], "Reads handwritten digits"), (["--help"], "Exit codes:"), (["-h"], "Exit codes:"),
    (["help"], "Exit codes:"), (["help", "train"], "Usage: recognizer train"),
    (["train", "--help"], "Usage: recognizer train"),
    (["train", "--epochs", "nonsense", "-h"], "Usage: recognizer train"),
    (["--version"], "recognizer \(Program.version)"), (["completions", "fish"], "complete -c"),
  ])
  func helpGoesToStandardOutput(words: [String], expected: String) throws {
    let result = try runRecognizer(words)
    #expect(result.code == 0)
    #expect(result.output.contains(expected))
    #expect(result.errors == "")
  }

  @Test(arguments: [
    (["trian"], "'trian': no such command; did you mean 'train'? (see 'recognizer --help')"),
    (
      ["help", "trian"], "'trian': no such command; did you mean 'train'? (see 'recognizer --help')"
    ),
    (["digit.png"], "'digit.png': no such command; see 'recognizer --help'"),
    (
      ["--verion"],
      "--verion: an option before the command; did you mean '--version'? (see 'recognizer --help')"
    ),
    (
      ["train", "--epoch", "3"],
      "--epoch: no such option; did you mean '--epochs'? (see 'recognizer train --help')"
    ),
    (
      ["classify", "a\nb", "--top=\u{1B}"],
      "--top: found '\\u{1b}'; give a whole number from 1 to 10 (see 'recognizer classify --help')"
    ),
  ])
  func wrongUsageIsOneLineAnd64(words: [String], message: String) throws {
    let result = try runRecognizer(words + ["--quiet"])
    #expect(result.code == 64)
    #expect(result.output == "")
    #expect(result.errors == "recognizer: error: \(message)\n")
  }

  @Test func readerThatLeavesIsNoErrorToSpeakOf() throws {
    let line = "set -o pipefail; '\(builtProgram)' completions bash | true"
    let result = try run("/bin/bash", ["-c", line])
    #expect(result.errors == "")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDiskIsNamed() throws {
    let result = try runRecognizer(["completions", "bash"], outputTo: "/dev/full")
    #expect(result.code == 74)
    #expect(result.errors.hasPrefix("recognizer: error: standard output: writing failed ("))
  }
}
