import Foundation
import NeuralNet
import NeuralNetReference
import RecognizerKernelInterface
import RecognizerTestSupport
import Testing

/// Kernels on their own, in every variant that this processor has.
@Suite struct KernelAgreementTests {
  /// Memory for vectors, aligned as kernels want it.
  private func withVectors<Result>(
    _ values: [Float], _ body: (UnsafeMutablePointer<Vector>) throws -> Result
  ) rethrows -> Result {
    let count = (values.count + 15) / 16
    let vectors = UnsafeMutablePointer<Vector>.allocate(capacity: max(count, 1))
    defer { vectors.deallocate() }
    vectors.initialize(repeating: .zero, count: max(count, 1))
    for (index, value) in values.enumerated() { vectors[index / 16][index % 16] = value }
    return try body(vectors)
  }

  private func floats(_ vectors: UnsafeMutablePointer<Vector>, _ count: Int) -> [Float] {
    (0..<count).map { vectors[$0 / 16][$0 % 16] }
  }

  @Test(arguments: KernelChoice.availableNames)
  func activations(variant: String) throws {
    guard let kernels = KernelChoice.named(variant) else { return }
    let inputs = (0..<4000).map { Float($0 - 2000) / 100 } + [-120, -88, 88, 120, 0.001, -0.001, 0]
    let functions: [(Activation, (Double) -> Double)] = [
      (.relu, { max($0, 0) }), (.leakyReLU(slope: 0.1), { $0 > 0 ? $0 : 0.1 * $0 }),
      (.tanh, { tanh($0) }), (.sigmoid, { 1 / (1 + exp(-$0)) }),
    ]
    for (activation, expected) in functions {
      withVectors(inputs) { vectors in
        kernels.activate(activation, count: (inputs.count + 15) / 16, vectors, into: vectors)
        for (input, found) in zip(inputs, floats(vectors, inputs.count)) {
          let value = expected(Double(Float(input)))
          let bound = 4e-7 * abs(value) + 1e-7 * (activation == .sigmoid ? abs(value) : 1e-30)
          #expect(abs(Double(found) - value) <= bound + 1e-36, "\(activation) at \(input)")
        }
      }
    }
  }

  @Test(arguments: KernelChoice.availableNames)
  func dropout(variant: String) {
    guard let kernels = KernelChoice.named(variant) else { return }
    let ones = [Float](repeating: 1, count: 16_000)
    func dropped(_ key: UInt64) -> [Float] {
      withVectors(ones) { vectors in
        kernels.drop(count: 1000, probability: 0.25, key: key, vectors, into: vectors)
        return floats(vectors, ones.count)
      }
    }
    let first = dropped(1)
    #expect(Set(first) == [0, 1 / 0.75])
    let share = Double(first.count { $0 == 0 }) / 16_000
    // Four standard deviations of a binomial share.
    #expect(abs(share - 0.25) < 4 * (0.25 * 0.75 / 16_000).squareRoot())
    #expect(dropped(1) == first)
    #expect(dropped(2) != first)
  }

  @Test(arguments: KernelChoice.availableNames, [0, 1, 15, 16, 17, 31, 33, 100])
  func transposeThereAndBack(variant: String, count: Int) {
    guard let kernels = KernelChoice.named(variant) else { return }
    let rowStride = (count + 15) & ~15
    let rows = (0..<16 * max(rowStride, 16)).map { Float($0) }
    withVectors([Float](repeating: 0, count: 16 * max(count, 1))) { vectors in
      kernels.transpose(count: count, rows, rowStride: rowStride, into: vectors)
      for feature in 0..<count {
        for sample in 0..<16 {
          #expect(vectors[feature][sample] == rows[sample * rowStride + feature])
        }
      }
      var back = [Float](repeating: -1, count: rows.count)
      kernels.transposeBack(count: count, vectors, into: &back, rowStride: rowStride)
      for sample in 0..<16 {
        for feature in 0..<rowStride {
          let expected = feature < count ? rows[sample * rowStride + feature] : 0
          #expect(back[sample * rowStride + feature] == expected)
        }
      }
    }
  }

  @Test(arguments: KernelChoice.availableNames, [false, true])
  func stochasticGradientDescent(variant: String, isNesterov: Bool) {
    guard let kernels = KernelChoice.named(variant) else { return }
    var reference = ReferenceSGD(
      learningRate: 0.1, momentum: 0.9, weightDecay: 0.01, isNesterov: isNesterov)
    let step = SGDStep(learningRate: 0.1, momentum: 0.9, nesterov: isNesterov, weightDecay: 0.01)
    expectAgreement(&reference) { memory, region, _ in kernels.stepSGD(step, memory, region) }
  }

  @Test(arguments: KernelChoice.availableNames)
  func adamW(variant: String) {
    guard let kernels = KernelChoice.named(variant) else { return }
    var reference = ReferenceAdamW(
      learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1)
    expectAgreement(&reference) { memory, region, number in
      let step = AdamWStep(
        learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1,
        meanCorrection: Float(1 / (1 - pow(0.9, Double(number)))),
        squareCorrection: Float(1 / (1 - pow(0.99, Double(number)))))
      kernels.stepAdamW(step, memory, region)
    }
  }

  /// Ten steps of three rows of eleven parameters, and nothing beside them.
  private func expectAgreement(
    _ reference: inout some ReferenceOptimizer, _ step: (StepMemory, ParameterRegion, Int) -> Void
  ) {
    let region = ParameterRegion(offset: 2, rows: 3, columns: 11, rowStride: 13)
    let inside = (0..<3).flatMap { row in (0..<11).map { 2 + 13 * row + $0 } }
    var parameters = HashedValues("parameters").floats(48, center: 0, scale: 1)
    let before = parameters
    var expected = inside.map { Double(parameters[$0]) }
    var first = [Float](repeating: 0, count: 48)
    var second = first
    for number in 1...10 {
      let gradient = HashedValues("gradient \(number)").floats(48, center: 0, scale: 1)
      gradient.withUnsafeBufferPointer { gradient in
        parameters.withUnsafeMutableBufferPointer { parameters in
          first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
              guard let gradient = gradient.baseAddress, let parameters = parameters.baseAddress,
                let first = first.baseAddress, let second = second.baseAddress
              else { return }
              let memory = StepMemory(
                gradient: gradient, parameters: parameters, first: first, second: second,
                average: nil)
              step(memory, region, number)
            }
          }
        }
      }
      reference.beginStep()
      reference.update(
        &expected, gradient: inside.map { Double(gradient[$0]) }, name: "p", decays: true)
      #expect(
        relativeError(inside.map { Double(parameters[$0]) }, expected) < 1e-6, "step \(number)")
    }
    for index in 0..<48 where !inside.contains(index) {
      #expect(parameters[index] == before[index])
    }
  }
}
