package import DigitData
import NeuralNet
import RecognizerRandomNumbers

extension DigitTraining {
  /// The pictures that the network sees in its first epoch, varied as it sees them, on one sheet.
  ///
  /// Every class has rows of its own, digits and made pictures by chance; `-` stands for what is no digit, `>1` for several.
  ///
  /// - Parameter rows: rows of each class.
  package func preview(rows: Int = 3) -> GrayImage {
    let side = PreparedImage.side
    let training = samples.training
    let names = classNames
    let limit = rows * Self.previewColumns
    var shown = Array(repeating: [Int](), count: max(names.count, 1))
    var generator = SplitMix64(seed: trainer.configuration.seed, stream: -3)
    for sample in (0..<training.count).shuffled(using: &generator) {
      let row = training.label(sample) ?? 0
      if shown[row].count < limit { shown[row].append(sample) }
    }
    let chosen = shown.joined()
    let scale = normalization
    let pixels = chosen.flatMap { sample in
      training.features(sample).map { feature in
        let value = (feature * scale.standardDeviation + scale.mean) * 255
        return UInt8(max(0, min(255, value.rounded())))
      }
    }
    let pictures = LabeledImages(
      width: side, height: side, pixels: pixels,
      labels: [UInt8](repeating: 0, count: pixels.count / (side * side)))
    let captions = chosen.map { training.label($0).map { names[$0] } ?? "" }
    return ContactSheet.sheet(
      of: pictures, captions.enumerated().map { ($0.offset, $0.element) },
      columns: Self.previewColumns)
  }

  private static let previewColumns = 20

  /// Short names of the network's outputs.
  private var classNames: [String] {
    guard case .classes(let classes) = output else { return [] }
    return classes.names + (classes.refusals == nil ? [] : ["-", ">1"])
  }
}
