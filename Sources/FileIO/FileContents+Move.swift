#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileContents {
  /// Bytes in the file at `path`, or nil when there is none.
  public static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Removes the file at `path`; that there is none is not an error.
  public static func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw FileError(
        .transferFailed, path: path, found: "cannot be removed (\(reason(errno)))",
        remedy: "remove it yourself")
    }
  }

  /// Gives the file at `path` the name `newPath` in one step, in place of a file of that name.
  ///
  /// Its bytes are flushed to the disk first, so that a file under its final name is complete
  /// even after a power cut.
  public static func move(_ path: String, to newPath: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var failure: Int32 = descriptor < 0 ? errno : 0
    if failure == 0 {
      if fsync(descriptor) != 0 { failure = errno }
      close(descriptor)
    }
    if failure == 0 && rename(path, newPath) != 0 { failure = errno }
    guard failure == 0 else {
      throw FileError(
        .transferFailed, path: newPath, found: "cannot be put in place (\(reason(failure)))",
        remedy: "free some space or choose another place")
    }
  }
}
