#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A model, ready to answer: one network, or the average of an ensemble's.
package struct ModelPredictor: Sendable {
  /// The network; of an ensemble the first.
  package let network: Network
  private let predictors: [Predictor]
  private let temperatures: [Float]

  /// A predictor with a model's weights.
  ///
  /// - Throws: `ArchitectureError` when an architecture is impossible.
  /// - Precondition: weights are as many as the architectures have.
  package init(_ model: Model, threads: Int, batch: Int) throws(ArchitectureError) {
    network = try Network(model.architecture)
    var predictors: [Predictor] = []
    for member in model.members.isEmpty ? [model] : model.members {
      predictors.append(
        Predictor(
          try Network(member.architecture), weights: member.weights, threads: threads,
          batch: batch, team: predictors.first?.team))
    }
    self.predictors = predictors
    temperatures = model.members.map { $0.output.classes?.temperature ?? 1 }
  }

  /// The threads that answer; others may use them between answers.
  package var team: SharedTeam { predictors[0].team }

  /// The outputs of samples, as many as there are.
  package func outputs(of samples: PixelSamples) -> Outputs {
    average { $0.outputs(of: samples) }
  }

  /// The outputs of images of unsigned bytes, as ``Predictor/outputs(pixels:normalization:)`` takes
  /// them.
  package func outputs(pixels: [UInt8], normalization: InputNormalization) -> Outputs {
    average { $0.outputs(pixels: pixels, normalization: normalization) }
  }

  /// Outputs as logits.
  package func logits(_ outputs: [Float]) -> [Float] {
    temperatures.isEmpty ? network.logits(outputs) : outputs
  }

  /// The only member's outputs, or the logarithms of the members' mean probabilities.
  private func average(_ answer: (Predictor) -> Outputs) -> Outputs {
    if temperatures.isEmpty { return answer(predictors[0]) }
    var sums: [Float] = []
    var solver: SolverStatistics?
    for (predictor, temperature) in zip(predictors, temperatures) {
      let outputs = answer(predictor)
      if let found = outputs.solver { solver = (solver ?? SolverStatistics()) + found }
      let logits = predictor.network.logits(outputs.values)
      if sums.isEmpty { sums = [Float](repeating: 0, count: logits.count) }
      let count = network.outputCount
      logits.withUnsafeBufferPointer { logits in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let logits = logits.baseAddress, let target = sums.baseAddress else { return }
          for first in stride(from: 0, to: sums.count, by: count) {
            Probabilities.add(
              logits + first, count: count, temperature: temperature, to: target + first)
          }
        }
      }
    }
    let scale = 1 / Float(predictors.count)
    return Outputs(
      values: sums.map { logf(max($0 * scale, .leastNormalMagnitude)) }, solver: solver)
  }
}
