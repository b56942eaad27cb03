#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lists and makes folders, distinguishes them from files, and composes paths.
package enum Folder {
  /// The names in the folder at `path`, sorted, without hidden ones.
  ///
  /// - Throws: `FileError` when there is no such folder or it may not be read.
  package static func entries(of path: String) throws(FileError) -> [String] {
    guard let stream = opendir(path) else { throw cannotList(path, code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      // The end and a failure look alike but for the error number.
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    guard errno == 0 else { throw cannotList(path, code: errno) }
    return names.sorted()
  }

  /// Whether there is anything at `path`.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether `path` is a folder, or a link to one.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the folder at `path` and those above it; an existing one is kept.
  package static func make(_ path: String) throws(FileError) {
    if path.isEmpty || isFolder(path) { return }
    try make(parent(of: path))
    guard mkdir(path, 0o755) == 0 || isFolder(path) else {
      throw FileError(
        .cannotCreate, path: path, found: "cannot be created (\(reason(errno)))",
        remedy: "choose another folder")
    }
  }

  /// The path of `name` in the folder at `path`.
  package static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// The folder that holds `path`; empty for a name in the working directory.
  package static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? path.dropLast() : path[...]
    guard let slash = trimmed.lastIndex(of: "/") else { return "" }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The last component of `path`.
  package static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  // MARK: - Implementation

  private static func cannotList(_ path: String, code: Int32) -> FileError {
    switch code {
    case ENOENT:
      FileError(.missing, path: path, found: "no such folder", remedy: "check the path")
    case ENOTDIR:
      FileError(.corrupt, path: path, found: "a file, not a folder", remedy: "name a folder")
    default:
      FileError(
        .transferFailed, path: path, found: "cannot be listed (\(reason(code)))",
        remedy: "check its permissions")
    }
  }
}
