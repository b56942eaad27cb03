package import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// The value of `--augment`: a preset of the library or a file that describes settings.
package enum AugmentationChoice: Hashable, Sendable {
  case preset(AugmentationPreset)
  case file(String)

  /// The names of all presets, separated by commas.
  static let presetNames = AugmentationPreset.allCases.map(\.rawValue).joined(separator: ", ")

  /// The settings that the preset names or the file holds.
  ///
  /// - Throws: `FileError` for a file that cannot be read or does not hold settings.
  func settings() throws(FileError) -> AugmentationSettings {
    switch self {
    case .preset(let preset): return AugmentationSettings(preset)
    case .file(let path):
      let bytes = try FileContents.read(path, limit: 1 << 20)
      do {
        return try JSONText.decode(
          AugmentationSettings.self, from: String(decoding: bytes, as: UTF8.self))
      } catch {
        throw FileError(
          .corrupt, path: path, found: "no augmentation (\(error.clause))",
          remedy:
            "write an object with some of \(AugmentationSettings.keys.joined(separator: ", "))")
      }
    }
  }
}

extension ValueFormat where Value == AugmentationChoice {
  /// The name of a preset, or the path of a file that ends in `.json`.
  static func augmentation(_ placeholder: String) -> Self {
    Self(
      placeholder, expected: AugmentationChoice.presetNames + " or a .json file",
      completion: Completion(
        words: AugmentationPreset.allCases.map(\.rawValue), files: .ending("json")),
      read: { text in
        AugmentationPreset(rawValue: text).map { .preset($0) }
          ?? (text.hasSuffix(".json") ? .file(text) : nil)
      },
      write: { choice in
        switch choice {
        case .preset(let preset): preset.rawValue
        case .file(let path): path
        }
      })
  }
}
