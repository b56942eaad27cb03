internal import RecognizerFileIO

/// Proves the bytes of a downloaded file.
enum DownloadedFile {
  /// What is wrong with the bytes, named for what they are; nil when they are the file.
  static func fault(
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
