import Foundation
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

@testable import NeuralNet

/// Pixels and targets of a mixed sample have the same shares of the same two samples.
@Suite struct SampleMixingTests {
  private static let numbers: [Float] = [3, -1, 7, 0.5, 2, 2, 0, 9]
  private static let mixing = SampleMixing(probability: 0.6, share: 0.1...0.5, seed: 4)

  @Test func partnersAreDrawnAsAsked() {
    let partners = (0..<4_000).map { Self.mixing.partner(of: $0, amongst: 50, epoch: 2) }
    let mixed = partners.compactMap { $0 }
    #expect(abs(Double(mixed.count) / 4_000 - 0.6) < 0.03)
    #expect(Set(mixed.map(\.sample)) == Set(0..<50))
    #expect(mixed.allSatisfy { (0.1...0.5).contains($0.share) })
    #expect(abs(mixed.reduce(0) { $0 + $1.share } / Float(mixed.count) - 0.3) < 0.01)
    let others = (0..<4_000).map { Self.mixing.partner(of: $0, amongst: 50, epoch: 3) }
    #expect(partners.map { $0?.sample } != others.map { $0?.sample })
  }

  @Test(arguments: [0, 0.1, 0.37, 0.5] as [Float])
  func bothPicturesKeepTheirShare(share: Float) throws {
    let samples = TrainerTests.samples(8, seed: 5)
    var mixed = samples
    mixed.mixing = SampleMixing(probability: 1, share: share...share, seed: 9)
    for sample in 0..<8 {
      let partner = try #require(mixed.mixing?.partner(of: sample, amongst: 8, epoch: 0))
      let (own, other) = (samples.features(sample), samples.features(partner.sample))
      // A grey level is 1/255 of a mean that is divided by 0.3.
      for (index, feature) in mixed.features(sample).enumerated() {
        let expected = own[index] + share * (other[index] - own[index])
        #expect(abs(feature - expected) < 2.2 / 255 / 0.3)
      }
    }
  }

  @Test(arguments: [
    Targets.classes([2, 0, 1, 1]), .values(numbers, width: 2, scale: TargetScaling(of: numbers)),
  ])
  func targetsAreMixedAlike(targets: Targets) {
    let samples = TrainerTests.samples(4, seed: 1, targets: targets)
    let outputs = 3 - (samples.label(0) == nil ? 1 : 0)
    let partner = SampleMixing.Partner(sample: 3, share: 0.3)
    var target = [Float](repeating: -1, count: 16 * outputs)
    target.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      samples.writeTarget(0, outputs: outputs, into: first, stride: 16)
      samples.mixTarget(partner, outputs: outputs, into: first, stride: 16)
    }
    let (own, other) = (
      samples.target(0, outputs: outputs), samples.target(3, outputs: outputs)
    )
    for output in 0..<outputs {
      #expect(abs(target[16 * output] - (0.7 * own[output] + 0.3 * other[output])) < 1e-6)
    }
  }

  private func train(_ mixing: SampleMixing?, threads: Int = 2) throws -> [Float] {
    var samples = TrainerTests.samples(130, seed: 1)
    samples.mixing = mixing
    let trainer = try Trainer(
      Network(TrainerTests.network), configuration: TrainerTests.configuration, training: samples,
      validation: nil, threads: threads)
    _ = try trainer.run(shouldStop: { false }) { _ in }
    return trainer.parameters
  }

  @Test func aTrainingRunMixesAndRepeatsItself() throws {
    let mixed = try train(Self.mixing)
    #expect(try train(Self.mixing, threads: 3) == mixed)
    #expect(try train(nil) != mixed)
    // A share of nothing is no mixture.
    let nothing = SampleMixing(probability: 1, share: 0...0, seed: 4)
    #expect(try train(nothing) == train(nil))
  }
}
