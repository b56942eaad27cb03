import NeuralNet

/// Options that mean the same in every command that takes them.
package enum SharedOptions {
  /// Leaves only errors on standard error.
  package static let quiet = Flag("quiet", short: "q", help: "Print errors only.")
  /// Turns colour off.
  package static let noColor = Flag("no-color", help: "Print without colour.")
  /// Prints help; the program looks for it before anything is parsed.
  package static let help = Flag("help", short: "h", help: "Print this help.")

  /// The options of every command.
  package static let everywhere = OptionGroup("Everywhere", [quiet, noColor, help])

  /// Prints JSON Lines.
  package static let json = Flag("json", help: "Print JSON Lines, one object a line.")
  /// The number of threads.
  package static let threads = Option(
    "threads", .integer("N", in: 1...1024), otherwise: "the processors it may use",
    help: "Threads that work. The results are the same for any number.")
  /// The seed of every random draw.
  package static let seed = Option(
    "seed", .integer("N", in: 0...UInt64.max), default: 1,
    help: "The seed of every random draw. The same seed gives the same results.")
  /// The model that classifies.
  package static let model = Option(
    "model", .file("FILE", ending: "safetensors"),
    otherwise: "$RECOGNIZER_MODEL, else the model that ships with the program",
    help: "The model to use.")
  /// The number of views of each digit.
  package static let views = Option(
    "tta", .integer("N", in: 1...256), default: 1,
    help: "Views of each digit, turned and shifted a little, whose answers are averaged (test-time "
      + "augmentation). N times as slow.")
  /// The folder of labelled images.
  package static let data = Option(
    "data", .folder("DIR"), otherwise: "data/mnist, else $RECOGNIZER_DATA",
    help: "A folder of IDX files, plain or gzip, or of one folder of PNGs per class.")
}

extension Arguments {
  /// The number of threads: as asked for, else the processors this process may use.
  var threadCount: Int { self[SharedOptions.threads].map { Int($0) } ?? Processors.available }
}
