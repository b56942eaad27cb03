import NeuralNet
import RecognizerFileIO

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Draws an article's figures again: `swift run -c release draw-figures MODEL DATA [FOLDER]`.
// For back-propagation, MODEL has been trained with `--architecture equilibrium`, and DATA is a
// folder of test digits; for slant, both come from what `recognizer shear` makes.
// `draw-figures PAGE.png` draws the README's picture: the page, and what was read on it.
let arguments = Array(CommandLine.arguments.dropFirst())
guard (1...3).contains(arguments.count) else {
  print("draw-figures: error: expected MODEL DATA [FOLDER], or PAGE.png")
  exit(1)
}
do {
  let figures: [Figure]
  let module: String
  if arguments.count == 1 {
    figures = [try .reading(arguments[0])]
    module = "DigitRecognition"
  } else {
    let model = try ModelFile.load(arguments[0])
    switch model.output {
    case .classes:
      let digits = try TestDigits(64, in: arguments[1], for: model)
      let settling = try Settling(of: model, path: arguments[0], on: digits)
      figures = [
        .settling(settling, digits: digits),
        .losses(),
        .differenceStep(try DifferenceErrors(on: digits, count: 4)),
      ]
      module = "NeuralNet"
    case .values:
      figures = [try .slant(model, in: arguments[1])]
      module = "DigitRecognition"
    }
  }
  let folder = arguments.count > 2 ? arguments[2] : "Sources/\(module)/\(module).docc/Resources"
  try Folder.make(folder)
  for figure in figures {
    let path = Folder.join(folder, figure.name)
    try FileContents.write(figure.bytes, to: path)
    print("\(path): \(figure.summary)")
  }
} catch {
  print("draw-figures: error: \(error)")
  exit(1)
}
