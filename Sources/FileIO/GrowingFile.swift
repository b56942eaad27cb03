#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written part by part and holds whole parts only, whenever the program ends.
package struct GrowingFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  /// The bytes of the parts so far.
  private var size = 0

  /// An empty file at `path`, in place of one that is there.
  ///
  /// - Throws: `FileError` when it cannot be created.
  package init(replacing path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileContents.cannotCreate(path, code: errno) }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { FileContents.close(descriptor) }

  /// Adds a part in one call of the system, which a signal that ends the process does not cut.
  ///
  /// - Throws: `FileError` when the disk is full; what there was room for is taken back.
  package mutating func append(_ text: String) throws(FileError) {
    let bytes = Array(text.utf8)
    let failure = FileContents.writeAll(bytes, to: descriptor)
    guard failure == 0 else {
      _ = ftruncate(descriptor, off_t(size))
      throw FileContents.cannotWrite(path, code: failure)
    }
    size += bytes.count
  }
}
