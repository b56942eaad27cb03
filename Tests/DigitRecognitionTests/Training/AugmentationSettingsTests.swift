import DigitData
import DigitRecognition
import NeuralNet
import Testing

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
      "cut_out_probability": "0.3", "cut_out": "[2,7]", "hands": "0.25",
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
    ("{\"cut_out\":[2,4]}", "cut_out: never happens without a cut_out_probability above 0"),
    ("{\"mixing_probability\":0.5}", "mixing_probability: changes nothing without mixing"),
    ("[]", "an array where an object is expected"), ("{\"hands\":0.5", ""),
  ])
  func whatDoesNotFitIsRefused(json: String, clause: String) throws {
    let problem = #expect(throws: JSONText.Problem.self) { try read(json) }
    #expect(problem?.clause.contains(clause) == true, "\(problem?.clause ?? "")")
  }
}
