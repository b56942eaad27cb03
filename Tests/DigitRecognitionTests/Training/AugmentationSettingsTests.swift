import DigitData
import DigitDrawing
import NeuralNet
import RecognizerRandomNumbers
import Testing

@testable import DigitRecognition

/// Settings as JSON: what is written is read again, and what would do nothing is refused.
@Suite struct AugmentationSettingsTests {
  private func read(_ json: String) throws -> AugmentationSettings {
    try JSONText.decode(AugmentationSettings.self, from: json)
  }

  @Test(arguments: AugmentationPreset.allCases)
  func presetsSurviveTheirText(preset: AugmentationPreset) throws {
    let settings = AugmentationSettings(preset)
    let text = String(decoding: try JSONText.encode(settings), as: UTF8.self)
    #expect(try read(text) == settings)
    #expect((text == "{}") == (preset == .none))
  }

  @Test func everyKeySetsSomething() throws {
    let texts = [
      "probability": "0.5", "rotation": "[-3,4]", "scale": "[0.9,1.2]", "shear": "[-0.1,0.3]",
      "translation": "[-1,2]", "elasticity": "[0,2]", "stroke_width": "[-0.5,1]",
      "degradation_probability": "0.2", "blur": "[0,0.5]", "contrast": "[0.5,2]", "noise": "[0,9]",
      "low_resolution_probability": "0.1", "low_resolution": "[0.4,0.8]",
      "cut_out_probability": "0.3", "cut_out": "[2,7]", "hands": "0.25", "hands_fall": "0.125",
      "mixing_probability": "0.4", "mixing": "[0,0.5]",
    ]
    #expect(Set(texts.keys) == Set(AugmentationSettings.keys))
    let whole = texts.map { "\"\($0.key)\":\($0.value)" }.sorted()
    let settings = try read("{\(whole.joined(separator: ","))}")
    #expect(
      String(decoding: try JSONText.encode(settings), as: UTF8.self)
        == "{\(whole.joined(separator: ","))}")
    #expect(settings.changes.cutOut == 2...7)
    #expect(settings.hands == 0.25)
    for missing in whole where !missing.contains("probability") {
      // Without one of them the others are as they were, and this one as it is without any.
      let rest = whole.filter { $0 != missing }.joined(separator: ",")
      if let other = try? read("{\(rest)}") { #expect(other != settings) }
    }
  }

  @Test(arguments: [
    ("{\"rotations\":[1,2]}", "rotations: no such setting"),
    ("{\"rotation\":12}", "rotation: a number where an array is expected"),
    ("{\"rotation\":[12]}", "rotation: an array of two numbers"),
    ("{\"rotation\":[12,-12]}", "rotation: an array of two numbers, the smaller first"),
    ("{\"rotation\":[-200,0]}", "rotation: -200.0 is not from -180.0 to 180.0"),
    ("{\"hands\":1.5}", "hands: 1.5 is not from 0.0 to 1.0"),
    ("{\"hands\":true}", "hands"),
    ("{\"hands_fall\":0.5}", "hands_fall: changes nothing without hands"),
    ("{\"cut_out\":[2,4]}", "cut_out: never happens without a cut_out_probability above 0"),
    ("{\"mixing_probability\":0.5}", "mixing_probability: changes nothing without mixing"),
    ("[]", "an array where an object is expected"), ("{\"hands\":0.5", ""),
  ])
  func whatDoesNotFitIsRefused(json: String, clause: String) throws {
    let problem = #expect(throws: JSONText.Problem.self) { try read(json) }
    #expect(problem?.clause.contains(clause) == true, "\(problem?.clause ?? "")")
  }

  /// Of drawn digits some are changed; fewer in each epoch, and none in the last.
  @Test func handsFallUntilTheLastEpoch() throws {
    var settings = AugmentationSettings()
    settings.hands = 1
    settings.handsFall = 1
    let labels = (0..<300).map { UInt8($0 % 10) }
    let vary = try #require(settings.augmentation(seed: 3, labels: labels, epochs: 5))
    var generator = SplitMix64(seed: 1)
    let pictures = labels.map { label -> [UInt8] in
      let drawn = DigitDrawing.worldwide(Int(label), using: &generator).draw(width: 20, height: 20)
      return MNISTFrame.frame(drawn.pixels, width: 20, height: 20)
    }
    let changed = (0..<5).map { epoch in
      pictures.indices.count { sample in
        var pixels = pictures[sample]
        pixels.withUnsafeMutableBufferPointer { vary($0, sample, epoch) }
        return pixels != pictures[sample]
      }
    }
    #expect(changed[0] > 120)
    #expect(abs(2 * changed[2] - changed[0]) < 60)
    #expect(changed[4] == 0)
  }
}
