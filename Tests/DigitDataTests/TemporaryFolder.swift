import Foundation
import RecognizerFileIO

/// A folder of its own for one test, gone with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/recognizer-\(UUID().uuidString)"
    try Folder.make(path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of `name` in the folder.
  func file(_ name: String) -> String { Folder.join(path, name) }

  /// Writes `bytes` to `name`, with the folders above it.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let path = file(name)
    try Folder.make(Folder.parent(of: path))
    try FileContents.write(bytes, to: path)
    return path
  }
}
