import RecognizerFileIO

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Draws the files in data/ again: `swift run draw-samples [FOLDER]`.
let folder = CommandLine.arguments.dropFirst().first ?? "data"
do throws(FileError) {
  for file in SampleFile.all {
    let path = Folder.join(folder, file.path)
    try Folder.make(Folder.parent(of: path))
    try FileContents.write(file.bytes(), to: path)
  }
} catch {
  print("draw-samples: error: \(error)")
  exit(1)
}
