import Foundation
import NeuralNet
import RecognizerTestSupport
import Testing

/// Averages over members and views, against the same in double precision.
@Suite struct ModelPredictorTests {
  private static let count = 5
  private let pixels = hashedInputs(Self.count, Model.small.architecture.input).map {
    UInt8(min(max(128 + 60 * $0, 0), 255))
  }

  private func samples(_ pixels: [UInt8]) -> PixelSamples {
    PixelSamples(
      pixels: pixels, targets: .classes([UInt8](repeating: 0, count: Self.count)),
      featureCount: pixels.count / Self.count, normalization: Model.small.normalization)
  }

  /// What the outputs mean to whoever divides them by the model's temperature.
  private func probabilities(_ logits: [Float], temperature: Float) -> [Double] {
    let classes = logits.count / Self.count
    return stride(from: 0, to: logits.count, by: classes).flatMap { first in
      let powers = logits[first..<first + classes].map { exp(Double($0 / temperature)) }
      return powers.map { $0 / powers.reduce(0, +) }
    }
  }

  private func mean(_ terms: [[Double]]) -> [Double] {
    terms[0].indices.map { index in
      terms.reduce(0) { $0 + $1[index] } / Double(terms.count)
    }
  }

  private func outputs(_ model: Model, _ pixels: [UInt8], views: Views? = nil) throws -> [Float] {
    let predictor = try ModelPredictor(model, threads: 2, batch: 16, views: views)
    let logits = predictor.logits(predictor.outputs(of: samples(pixels)).values)
    let ofPixels = predictor.outputs(pixels: pixels, normalization: model.normalization)
    #expect(predictor.logits(ofPixels.values) == logits)
    return logits
  }

  private func expectEqual(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func anEnsembleAnswersTheMeanOfItsMembersProbabilities() throws {
    let members = [Model.member(1, temperature: 0.5), .member(2, temperature: 2)]
    let expected = mean(
      try zip(members, [0.5, 2]).map { try probabilities(outputs($0, pixels), temperature: $1) })
    let ensemble = try Model(averaging: members)
    expectEqual(probabilities(try outputs(ensemble, pixels), temperature: 1), expected)
  }

  /// A member without refusals takes theirs from the others and shares the rest among its classes.
  @Test func aMemberWithoutRefusalsLeavesThemToTheOthers() throws {
    let knowing = [Model.knowingRefusals(1), .knowingRefusals(2)]
    let plain = Model.member(3, temperature: 0.5)
    let ensemble = try Model(averaging: [plain] + knowing)
    #expect(ensemble.members == knowing + [plain])
    let known = mean(try knowing.map { try probabilities(outputs($0, pixels), temperature: 1) })
    let own = try probabilities(outputs(plain, pixels), temperature: 0.5)
    let (all, classes) = (known.count / Self.count, own.count / Self.count)
    let expected = known.indices.map { index -> Double in
      let (sample, output) = (index / all, index % all)
      guard output < classes else { return known[index] }
      let refused = known[sample * all + classes..<(sample + 1) * all].reduce(0, +)
      return (2 * known[index] + (1 - refused) * own[sample * classes + output]) / 3
    }
    expectEqual(probabilities(try outputs(ensemble, pixels), temperature: 1), expected)
    let bytes = try ModelFile.encode(ensemble, path: "f")
    #expect(try ModelFile.decode(bytes, path: "f") == ensemble)
  }

  /// With views the model's own temperature still makes probabilities of the outputs.
  @Test func viewsAreAnsweredByTheirMean() throws {
    let model = Model.member(3, temperature: 0.7)
    let views = Views(count: 3) { pixels, view in
      for index in pixels.indices { pixels[index] &+= UInt8(40 * view) }
    }
    let expected = mean(
      try (0..<3).map { view in
        let changed = pixels.map { $0 &+ UInt8(40 * view) }
        return try probabilities(outputs(model, changed), temperature: 0.7)
      })
    expectEqual(
      probabilities(try outputs(model, pixels, views: views), temperature: 0.7), expected)
    let ensemble = try Model(averaging: [model, model])
    expectEqual(
      probabilities(try outputs(ensemble, pixels, views: views), temperature: 1), expected)
  }

  @Test func oneNetworkAnswersAsItsPredictorDoes() throws {
    let model = Model.member(4, temperature: 3)
    let predictor = Predictor(
      try Network(model.architecture), parameters: model.parameters, batch: 16)
    #expect(try outputs(model, pixels) == predictor.outputs(of: samples(pixels)).values)
  }
}
