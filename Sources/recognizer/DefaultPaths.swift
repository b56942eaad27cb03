package import RecognizerFileIO

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the model and the data are when the command line does not say.
package struct DefaultPaths {
  private let environment: (String) -> String?
  private let executable: () -> String?
  private let exists: (String) -> Bool

  /// The rules, over an environment, the executable's real path and a file system.
  package init(
    environment: @escaping (String) -> String? = Terminal.environment,
    executable: @escaping () -> String? = { DefaultPaths.executablePath },
    exists: @escaping (String) -> Bool = { access($0, F_OK) == 0 }
  ) {
    self.environment = environment
    self.executable = executable
    self.exists = exists
  }

  /// The model to use: `RECOGNIZER_MODEL`, else the one that ships with the program.
  ///
  /// - Throws: `FileError` when there is none.
  package func model() throws(FileError) -> String {
    if let named = environment("RECOGNIZER_MODEL"), !named.isEmpty {
      guard exists(named) else {
        throw FileError(
          .missing, path: named, found: "RECOGNIZER_MODEL names no file",
          remedy: "correct the variable or unset it")
      }
      return named
    }
    if let path = shippedModels.first(where: exists) { return path }
    throw FileError(
      .missing, path: Self.shippedModel, found: "the shipped model was not found",
      remedy: "name a model with --model FILE")
  }

  /// The data to use: `data/mnist`, else `RECOGNIZER_DATA`.
  ///
  /// - Throws: `FileError` when neither is there.
  package func data() throws(FileError) -> String {
    if exists(Self.localData) { return Self.localData }
    guard let named = environment("RECOGNIZER_DATA"), !named.isEmpty else {
      throw FileError(
        .missing, path: Self.localData, found: "no such folder, and RECOGNIZER_DATA is not set",
        remedy: "run '\(Program.name) download' or name a folder with --data DIR")
    }
    guard exists(named) else {
      throw FileError(
        .missing, path: named, found: "RECOGNIZER_DATA names no folder",
        remedy: "run '\(Program.name) download' or name a folder with --data DIR")
    }
    return named
  }

  // MARK: - Implementation

  private static let localData = "data/mnist"
  private static let shippedModel = "models/default.safetensors"

  /// Where the shipped model may be, nearest first.
  private var shippedModels: [String] {
    guard let executable = executable() else { return [Self.shippedModel] }
    let folders = Self.foldersAbove(executable)
    // A build lies some levels below its package; an installed program lies in PREFIX/bin.
    let built = folders.map { $0 + "/" + Self.shippedModel }
    let installed = folders.dropFirst().first.map {
      $0 + "/share/\(Program.name)/default.safetensors"
    }
    return built + [installed].compactMap(\.self) + [Self.shippedModel]
  }

  /// The folder of `path`, the folder above it, and so on; the top one is empty.
  private static func foldersAbove(_ path: String) -> [String] {
    let parts = path.split(separator: "/")
    return (0..<parts.count).reversed().map { count in
      parts.prefix(count).map { "/" + $0 }.joined()
    }
  }

  /// The real path of the running program, links resolved.
  package static var executablePath: String? {
    #if canImport(Glibc)
      let path = "/proc/self/exe"
    #else
      var length: UInt32 = 0
      _NSGetExecutablePath(nil, &length)
      var name = [CChar](repeating: 0, count: Int(length))
      guard _NSGetExecutablePath(&name, &length) == 0 else { return nil }
      let path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    #endif
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
