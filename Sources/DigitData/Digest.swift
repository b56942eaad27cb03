package import RecognizerFileIO

extension RegressionImages {
  /// The SHA-256 of all pixels and then the bits of all numbers, big-endian.
  ///
  /// - Throws: `FileError` when the system has no program for it.
  package func digest() throws(FileError) -> String {
    try SHA256.digest(of: pixels + IDXFile(values: values, width: valuesPerImage).elements)
  }
}

extension LabeledImages {
  /// The SHA-256 of all pixels and then all labels: which data a model was trained on.
  ///
  /// - Throws: `FileError` when the system has no program for it.
  package func digest() throws(FileError) -> String { try SHA256.digest(of: pixels + labels) }
}

// MARK: - SHA-256

/// SHA-256 digests by the system's own program, because a check of ours would prove little.
package enum SHA256 {
  /// The digest of `bytes` in lower-case hexadecimal.
  ///
  /// - Throws: `FileError` when the system has neither `sha256sum` nor `shasum`.
  package static func digest(of bytes: [UInt8]) throws(FileError) -> String {
    for (program, arguments) in programs {
      let outcome: Subprocess.Outcome
      do {
        outcome = try Subprocess.run(program, arguments, input: bytes)
      } catch {
        if error.kind == .missing { continue }
        throw error
      }
      let digest = outcome.output.prefix(64)
      guard outcome.exitCode == 0, digest.count == 64, digest.allSatisfy(isHexadecimal) else {
        throw FileError(
          .transferFailed, path: program, found: "its output is no digest",
          remedy: "run \(program) yourself to see why")
      }
      return String(decoding: digest, as: UTF8.self)
    }
    throw FileError(
      .missing, path: "sha256sum", found: "no such program",
      remedy: "install sha256sum (GNU coreutils) or shasum")
  }

  private static let programs = [("sha256sum", []), ("shasum", ["-a", "256"])]

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}
