import Foundation
import RecognizerTestSupport
import Testing
import recognizer

@Suite struct CompletionTests {
  /// What bash offers for a line whose last word is being typed.
  private func complete(_ words: [String]) throws -> [String] {
    let folder = try TemporaryFolder()
    for name in ["a digit.png", "notes.txt", "net.json"] { try folder.write("", to: name) }
    try folder.makeFolder("scans")
    let script = """
      source "$1"; cd "$2"; shift 2
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      _recognizer
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    try folder.write(BashCompletion.script(for: Program.commands), to: "script")
    let result = try run(
      "/bin/bash", ["-c", script, "bash", folder.path + "/script", folder.path] + words)
    #expect(result.errors == "" && result.code == 0)
    return result.output.split(separator: "\n").map(String.init).filter { $0 != "script" }.sorted()
  }

  @Test(arguments: [
    (["recognizer", "tr"], ["train"]),
    (["recognizer", "--v"], ["--version"]),
    (["recognizer", "train", "--opt"], ["--optimizer"]),
    (["recognizer", "train", "--optimizer", ""], ["adamw", "sgd"]),
    (["recognizer", "train", "--optimizer", "=", "a"], ["adamw"]),
    (["recognizer", "train", "--optimizer", "="], ["adamw", "sgd"]),
    (["recognizer", "train", "--data", ""], ["scans"]),
    (["recognizer", "train", "--architecture", "n"], ["net.json"]),
    (["recognizer", "train", "--epochs", ""], []),
    (["recognizer", "train", ""], []),
    (["recognizer", "classify", ""], ["a digit.png", "scans"]),
    (["recognizer", "completions", ""], ["bash", "fish", "zsh"]),
    (["recognizer", "help", "eva"], ["evaluate"]),
  ])
  func bashOffers(words: [String], expected: [String]) throws {
    #expect(try complete(words) == expected)
  }

  @Test(arguments: [
    ("bash", BashCompletion.script(for: Program.commands)),
    ("zsh", ZshCompletion.script(for: Program.commands)),
    ("fish", FishCompletion.script(for: Program.commands)),
  ])
  func scriptIsWellFormedAndComplete(shell: String, script: String) throws {
    for command in Program.commands {
      #expect(script.contains(command.name))
      for option in command.declarations {
        #expect(script.contains(shell == "fish" ? "-l \(option.name)" : option.dashed))
      }
    }
    // Every quote that opens closes, on its own line.
    for line in script.split(separator: "\n") where line.firstIndex(of: "#") == nil {
      #expect(line.replacing("\\'", with: "").count { $0 == "'" }.isMultiple(of: 2), "\(line)")
    }
    guard let path = try installed(shell) else { return }
    let folder = try TemporaryFolder()
    try folder.write(script, to: "script")
    #expect(try run(path, ["-n", folder.path + "/script"]).code == 0)
  }

  private func installed(_ shell: String) throws -> String? {
    ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(shell)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
