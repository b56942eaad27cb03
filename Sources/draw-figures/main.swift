import FileIO
import NeuralNet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Draws the article's figures again: `swift run -c release draw-figures MODEL DATA [FOLDER]`.
// MODEL has been trained with `--architecture equilibrium`, DATA is a folder of test digits.
let arguments = Array(CommandLine.arguments.dropFirst())
guard (2...3).contains(arguments.count) else {
  print("draw-figures: error: expected MODEL DATA [FOLDER]")
  exit(1)
}
let folder = arguments.count > 2 ? arguments[2] : "Sources/NeuralNet/NeuralNet.docc/Resources"
do {
  let model = try ModelFile.load(arguments[0])
  let digits = try TestDigits(64, in: arguments[1], for: model)
  let settling = try Settling(of: model, path: arguments[0], on: digits)
  let figures: [Figure] = [
    .settling(settling, digits: digits),
    .losses(),
    .differenceStep(try DifferenceErrors(on: digits, count: 4)),
  ]
  try Folder.make(folder)
  for figure in figures {
    let path = Folder.join(folder, figure.name)
    try FileContents.write(figure.picture.bytes, to: path)
    print("\(path): \(figure.summary)")
  }
} catch {
  print("draw-figures: error: \(error)")
  exit(1)
}
