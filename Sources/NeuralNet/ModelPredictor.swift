#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Changed copies of an image that are answered in its place, and the answers averaged.
package struct Views: Sendable {
  /// The number of copies.
  package let count: Int
  /// Makes an image of unsigned bytes one of its copies, in place; called on several threads at once.
  package let change: @Sendable (_ pixels: UnsafeMutableBufferPointer<UInt8>, _ view: Int) -> Void

  /// - Precondition: there is at least one.
  package init(
    count: Int,
    change: @escaping @Sendable (_ pixels: UnsafeMutableBufferPointer<UInt8>, _ view: Int) -> Void
  ) {
    precondition(count > 0, "\(count) views")
    self.count = count
    self.change = change
  }
}

/// A model, ready to answer: one network, or the average of an ensemble's, of an image or of views
/// of it.
package struct ModelPredictor: Sendable {
  /// The network; of an ensemble the first.
  package let network: Network
  private let predictors: [Predictor]
  private let temperatures: [Float]
  private let views: Views?
  /// Whether outputs are the logarithms of mean probabilities.
  private let averages: Bool
  /// What those are multiplied by, so that the model's temperature makes them probabilities again.
  private let factor: Float

  /// A predictor with a model's weights.
  ///
  /// - Parameter views: the views that are answered; nil for the images as they are. Only of a model
  ///   that knows classes.
  /// - Throws: `ArchitectureError` when an architecture is impossible.
  /// - Precondition: weights are as many as the architectures have.
  package init(
    _ model: Model, threads: Int, batch: Int, views: Views? = nil
  ) throws(ArchitectureError) {
    network = try Network(model.architecture)
    let members = model.members.isEmpty ? [model] : model.members
    var predictors: [Predictor] = []
    for member in members {
      predictors.append(
        Predictor(
          try Network(member.architecture), weights: member.weights, threads: threads,
          batch: batch, team: predictors.first?.team))
    }
    self.predictors = predictors
    temperatures = members.map { $0.output.classes?.temperature ?? 1 }
    self.views = views
    averages = !model.members.isEmpty || views != nil
    // An ensemble's members have been calibrated before, one network by the temperature that the
    // caller divides by.
    factor = model.members.isEmpty ? temperatures[0] : 1
  }

  /// The threads that answer; others may use them between answers.
  package var team: SharedTeam { predictors[0].team }

  /// The outputs of samples, as many as there are.
  package func outputs(of samples: PixelSamples) -> Outputs {
    let all = (0..<(views?.count ?? 1)).map { view in
      guard let views else { return samples }
      var changed = samples
      let before = samples.augmentation
      changed.augmentation = { pixels, sample, epoch in
        before?(pixels, sample, epoch)
        views.change(pixels, view)
      }
      return changed
    }
    return average { $0.outputs(of: all[$1]) }
  }

  /// The outputs of images of unsigned bytes, as ``Predictor/outputs(pixels:normalization:)`` takes
  /// them.
  package func outputs(pixels: [UInt8], normalization: InputNormalization) -> Outputs {
    let all = (0..<(views?.count ?? 1)).map { view in
      guard let views else { return pixels }
      var changed = pixels
      changed.withUnsafeMutableBufferPointer { changed in
        for first in stride(from: 0, to: changed.count, by: network.inputCount) {
          views.change(
            UnsafeMutableBufferPointer(
              rebasing: changed[first..<first + network.inputCount]), view)
        }
      }
      return changed
    }
    return average { $0.outputs(pixels: all[$1], normalization: normalization) }
  }

  /// Outputs as logits.
  package func logits(_ outputs: [Float]) -> [Float] {
    averages ? outputs : network.logits(outputs)
  }

  /// The only outputs, or the logarithms of mean probabilities.
  private func average(_ answer: (Predictor, _ view: Int) -> Outputs) -> Outputs {
    guard averages else { return answer(predictors[0], 0) }
    var (sums, answers) = ([Float](), 0)
    var solver: SolverStatistics?
    let viewCount = views?.count ?? 1
    for (predictor, temperature) in zip(predictors, temperatures) {
      for view in 0..<viewCount {
        let outputs = answer(predictor, view)
        if let found = outputs.solver { solver = (solver ?? SolverStatistics()) + found }
        let logits = predictor.network.logits(outputs.values)
        if sums.isEmpty { sums = [Float](repeating: 0, count: logits.count) }
        add(
          logits, count: predictor.network.outputCount, temperature: temperature, to: &sums,
          of: answers)
        answers += 1
      }
    }
    let scale = 1 / Float(predictors.count * viewCount)
    return Outputs(
      values: sums.map { factor * logf(max($0 * scale, .leastNormalMagnitude)) }, solver: solver)
  }

  /// Adds the probabilities of samples with `count` logits each to the sums of other answers.
  ///
  /// A member with fewer outputs than the model says nothing about the last ones. Those get the mean
  /// of the other answers, and the member's own probabilities are scaled to the remainder.
  private func add(
    _ logits: [Float], count: Int, temperature: Float, to sums: inout [Float], of answers: Int
  ) {
    let outputs = network.outputCount
    logits.withUnsafeBufferPointer { logits in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let logits = logits.baseAddress, let target = sums.baseAddress else { return }
        for sample in 0..<sums.count / outputs {
          let sums = target + sample * outputs
          var share: Float = 1
          for output in count..<outputs {
            let mean = sums[output] / Float(answers)
            sums[output] += mean
            share -= mean
          }
          Probabilities.add(
            logits + sample * count, count: count, temperature: temperature, share: share, to: sums)
        }
      }
    }
  }
}
