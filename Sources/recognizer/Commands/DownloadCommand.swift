/// `download`: fetches a data set and proves that it is whole.
package enum DownloadCommand: Command {
  package static let name = "download"
  package static let summary = "Fetches a data set from mirrors in turn and verifies it."
  package static let examples = [
    Example("recognizer download", "fetches MNIST into data/mnist"),
    Example(
      "recognizer download --mirror http://localhost:8000/mnist", "tries another server first"),
  ]

  static let into = Option(
    "into", .folder("DIR"), otherwise: "data/ and the name of the data set",
    help: "Where the files go.")
  static let mirror = Option(
    "mirror", .text("URL", expected: "the address of a folder, http:// or https://"),
    help: "A server to try before the others.")
  static let dataset = Option(
    "dataset", .choice("NAME", of: Dataset.self), default: .mnist, help: "What is fetched.")

  package static let options = [OptionGroup("Download", [into, mirror, dataset])]

  /// What can be fetched.
  package enum Dataset: String, CaseIterable, Sendable {
    case mnist
    case fashionMNIST = "fashion-mnist"
  }

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    throw UsageError(name, found: "not part of this build", remedy: nil, command: nil)
  }
}
