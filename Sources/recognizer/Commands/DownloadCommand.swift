import DigitData
import RecognizerFileIO

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

  /// The data sets that can be fetched.
  package enum Dataset: String, CaseIterable, Sendable {
    case mnist

    fileprivate var source: DatasetSource {
      switch self {
      case .mnist: .mnist
      }
    }
  }

  package static func run(_ arguments: Arguments, console: Console) throws -> ExitCode {
    let dataset = arguments[dataset]
    let folder = arguments[into] ?? "data/\(dataset.rawValue)"
    var progress: Progress?
    var files: [String] = []
    let download = Download(dataset.source, into: folder, mirror: arguments[mirror])
    try download.run { event in
      switch event {
      case .present(let file):
        console.note("\(file): already there and right")
        files.append(file)
      case .wrong(let file, let found): console.warn("\(file): \(found); fetching it again")
      case .asking(let file, let mirror):
        console.note("\(file) from \(mirror)")
        progress = nil
      case .progress(let file, let received, let total):
        if progress == nil {
          progress = Progress(file, unit: "bytes", total: total, console: console)
        }
        progress?.update(completed: received)
      case .failed(let file, let mirror, let reason):
        progress?.finish()
        console.warn("\(file): \(mirror): \(reason)")
      case .saved(let file, _):
        progress?.finish()
        files.append(file)
      }
    }
    for file in files { try console.writeLine(Folder.join(folder, file)) }
    console.note("try: recognizer train --data \(folder)")
    return .success
  }
}
