import NeuralNet
import RecognizerFileIO

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `--architecture` names: an architecture of the library or a file that describes one.
enum ArchitectureName {
  /// The architecture called `name`, or the one in the file `name`.
  ///
  /// - Throws: `UsageError` for an unknown name, `FileError` for a file that describes none.
  static func resolve(_ name: String) throws -> Architecture {
    if let known = Architecture.named(name) { return known }
    guard name.hasSuffix(".json") else {
      throw UsageError(
        "'\(name)'", found: "no such architecture",
        remedy: Suggestion.question(name, among: Architecture.named.map(\.name)), command: nil)
    }
    let bytes = try FileContents.read(name, limit: 1 << 20)
    do {
      let architecture = try JSONDecoder().decode(Architecture.self, from: Data(bytes))
      _ = try architecture.shapes()
      return architecture
    } catch {
      throw FileError(
        .corrupt, path: name, found: "no architecture (\(reason(error)))",
        remedy: "write it like \"architecture\" in the output of `recognizer inspect MODEL --json`")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "no \"\(key.stringValue)\""
    case .typeMismatch(_, let place), .valueNotFound(_, let place), .dataCorrupted(let place):
      place.debugDescription
    default: "\(error)"
    }
  }
}
