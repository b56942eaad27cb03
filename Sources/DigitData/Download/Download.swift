public import RecognizerFileIO

/// Fetches a data set from its mirrors and verifies every file before it takes its final name.
///
/// A file is right if the digest of its decompressed content is: mirrors compress differently. A
/// transfer that broke off is continued, also by a later run; a wrong file is removed.
public struct Download {
  /// Progress of a running download.
  public enum Event: Hashable, Sendable {
    /// The file is already present and verified.
    case present(file: String)
    /// A file of that name is present and wrong; it will be replaced.
    case wrong(file: String, found: String)
    /// A mirror is asked for the file.
    case asking(file: String, mirror: String)
    /// `received` bytes have arrived, of about `total`.
    case progress(file: String, received: Int, total: Int)
    /// The mirror did not give the file.
    case failed(file: String, mirror: String, reason: String)
    /// The file is verified and in place.
    case saved(file: String, size: Int)
  }

  /// The data set.
  package let source: DatasetSource
  /// The folder for the files; made when it does not exist.
  package let directory: String
  /// The mirrors in the order they are tried, the user's own first.
  package let mirrors: [String]
  /// Seconds without a connection or without a byte after which a mirror is given up.
  package let timeLimit: Int

  /// A download of `source` into `directory`.
  ///
  /// - Parameters:
  ///   - source: the data set.
  ///   - directory: the folder for the files; made when it does not exist.
  ///   - mirror: the address of a folder with the same files, to try before the known ones.
  ///   - timeLimit: seconds without a connection, or without a byte, after which a mirror is
  ///     given up.
  public init(
    _ source: DatasetSource = .mnist, into directory: String, mirror: String? = nil,
    timeLimit: Int = 15
  ) {
    precondition(timeLimit > 0, "a time limit of \(timeLimit) s")
    self.source = source
    self.directory = directory
    self.mirrors = (mirror.map { [$0] } ?? []) + source.mirrors
    self.timeLimit = timeLimit
  }

  /// Fetches the files that are missing or wrong.
  ///
  /// - Parameter report: called on this thread with every event.
  /// - Throws: `FileError` of kind `networkUnavailable` when no mirror gives a file, with each
  ///   mirror's answer; other kinds when the folder cannot be written.
  public func run(report: (Event) -> Void) throws(FileError) {
    try Folder.make(directory)
    var order = mirrors
    for file in source.files {
      let wrong = try wrongFiles(file, report)
      let saved: String? = wrong.isPresent ? nil : try fetch(file, from: &order, report)
      // Only now that the right file is there; a reader might prefer the wrong one.
      for name in wrong.names where name != saved { try FileContents.remove(path(name)) }
    }
  }

  // MARK: - Implementation

  private func path(_ name: String) -> String { Folder.join(directory, name) }

  /// The wrong files under the names of `file`, and whether a right one is there too.
  private func wrongFiles(
    _ file: DatasetSource.File, _ report: (Event) -> Void
  ) throws(FileError) -> (names: [String], isPresent: Bool) {
    var wrong: [String] = []
    var isPresent = false
    for name in [file.name, file.plainName] where Folder.exists(path(name)) {
      let bytes = try FileContents.read(path(name), limit: Download.contentLimit)
      if let fault = try Download.fault(in: bytes, of: file) {
        wrong.append(name)
        report(.wrong(file: name, found: fault))
      } else {
        isPresent = true
        report(.present(file: name))
      }
    }
    return (wrong, isPresent)
  }

  /// The name under which the file was saved.
  ///
  /// A mirror that fails moves to the end of the order: one that stalls is waited for once, not
  /// for every file.
  private func fetch(
    _ file: DatasetSource.File, from order: inout [String], _ report: (Event) -> Void
  ) throws(FileError) -> String {
    var answers: [String] = []
    for mirror in order {
      report(.asking(file: file.name, mirror: mirror))
      switch try fetch(file, from: mirror, report) {
      case .saved(let name): return name
      case .failed(let reason):
        report(.failed(file: file.name, mirror: mirror, reason: reason))
        answers.append("\(mirror): \(reason)")
        order.append(order.remove(at: order.firstIndex(of: mirror)!))
      }
    }
    throw FileError(
      .networkUnavailable, path: path(file.name),
      found: "no mirror gave the file (\(answers.joined(separator: "; ")))",
      remedy: "check the network and its proxy, name another mirror, "
        + "or copy the files into \(directory)")
  }

  private enum Answer {
    case saved(name: String)
    case failed(reason: String)
  }

  private func fetch(
    _ file: DatasetSource.File, from mirror: String, _ report: (Event) -> Void
  ) throws(FileError) -> Answer {
    let transfer = Transfer(
      address: Folder.join(mirror, file.name), path: path(file.name + ".partial"),
      timeLimit: timeLimit, sizeLimit: 2 * file.compressedSize + 1 << 20)
    let isContinued = FileContents.size(of: transfer.path) ?? 0 > 0
    let answer = try attempt(transfer, file, report)
    // The partial file may have been another mirror's, compressed differently.
    guard case .failed = answer, isContinued, !Folder.exists(transfer.path) else { return answer }
    return try attempt(transfer, file, report)
  }

  private func attempt(
    _ transfer: Transfer, _ file: DatasetSource.File, _ report: (Event) -> Void
  ) throws(FileError) -> Answer {
    let result = try transfer.run {
      report(.progress(file: file.name, received: $0, total: file.compressedSize))
    }
    switch result {
    case .failed(let reason):
      try removeUnlessBeginning(transfer)
      return .failed(reason: reason)
    case .cannotResume:
      try FileContents.remove(transfer.path)
      return .failed(reason: "it does not continue a broken-off transfer")
    case .complete: break
    }
    guard FileContents.size(of: transfer.path) != nil else {
      return .failed(reason: "an empty file")
    }
    let bytes = try FileContents.read(transfer.path, limit: Download.contentLimit)
    if let reason = try Download.fault(in: bytes, of: file) {
      try FileContents.remove(transfer.path)
      return .failed(reason: reason)
    }
    // Some servers unpack what they send.
    let name = Gzip.isCompressed(bytes) ? file.name : file.plainName
    try FileContents.move(transfer.path, to: path(name))
    report(.saved(file: name, size: bytes.count))
    return .saved(name: name)
  }

  /// Keeps a partial file for the next attempt only if it can be the beginning of the right one.
  private func removeUnlessBeginning(_ transfer: Transfer) throws(FileError) {
    guard let size = FileContents.size(of: transfer.path) else { return }
    let bytes = try FileContents.read(transfer.path, limit: Download.contentLimit)
    if size > transfer.sizeLimit || !Gzip.isCompressed(bytes) {
      try FileContents.remove(transfer.path)
    }
  }

  private static let contentLimit = 1 << 30

  /// The fault of the bytes, named for what they are; nil when they are the file.
  private static func fault(
    in bytes: [UInt8], of file: DatasetSource.File
  ) throws(FileError) -> String? {
    let content: [UInt8]
    do {
      content = try Gzip.decompressed(bytes, path: file.name)
    } catch {
      return error.found
    }
    if try SHA256.digest(of: content) == file.sha256 { return nil }
    if !Gzip.isCompressed(bytes) { return ContentDescription.describe(bytes) }
    if Gzip.isCompressed(content) { return "gzip data compressed twice" }
    return "gzip data of other content (\(ContentDescription.describe(content)))"
  }
}
