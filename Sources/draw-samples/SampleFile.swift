/// One file of the samples: its path below the data folder, and how to make its bytes.
package struct SampleFile: Sendable {
  /// The path below the data folder.
  package let path: String
  /// The file's bytes, the same every time.
  package let bytes: @Sendable () -> [UInt8]

  /// All the files.
  package static var all: [SampleFile] { pictures + digitSet }
}
