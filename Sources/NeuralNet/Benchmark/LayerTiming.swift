/// How long one layer takes in one phase of a training step.
public struct LayerTiming: Sendable {
  /// A part of a training step.
  public enum Phase: String, Sendable {
    /// Input to output.
    case forward
    /// Output gradient to input gradient and, in convolutions, parameter gradient.
    case backward
    /// The gradient of dense layers' parameters, and the optimiser.
    case update
  }

  /// The layer's position and kind, with what runs as one with it.
  public let layer: String
  /// Which part of the step.
  public let phase: Phase
  /// Microseconds a sample, all threads together.
  public let microsecondsPerImage: Double
  /// 10 ** 9 floating-point operations of the direct algorithm a second; nothing where a layer has
  /// no multiply-adds.
  public let gflops: Double?
}

extension Trainer {
  /// Times every layer of a step on its own, over and over again: its data is nearer to the core
  /// than in a whole step.
  func layerTimings(seconds: Double) -> [LayerTiming] {
    let pass = firstBatch()
    let share = seconds / Double(2 * network.layers.count + 1)
    var timings: [LayerTiming] = []
    func time(_ name: String, _ phase: LayerTiming.Phase, multiplyAdds: Int, _ body: () -> Void) {
      let perImage =
        Stopwatch.secondsPerRound(for: share, body) / Double(pass.samples)
      timings.append(
        LayerTiming(
          layer: name, phase: phase, microsecondsPerImage: 1e6 * perImage,
          gflops: multiplyAdds > 0 ? 2e-9 * Double(multiplyAdds) / perImage : nil))
    }
    for (index, layer) in network.layers.enumerated() {
      time(network.name(ofLayer: index), .forward, multiplyAdds: layer.multiplyAdds) {
        pass.run(network.phases(of: [.forward(index)], training: true))
      }
    }
    let ownGradient = { (index: Int) in !self.network.layers[index].gradientShards.isEmpty }
    for index in network.backwardLayers {
      let layer = network.layers[index]
      let gradients = (index > network.firstLearning ? 1 : 0) + (ownGradient(index) ? 0 : 1)
      time(
        network.name(ofLayer: index), .backward, multiplyAdds: gradients * layer.multiplyAdds
      ) {
        pass.run(network.phases(of: [.backward(index)], training: true))
      }
    }
    let atTheEnd = network.layers.indices.filter(ownGradient)
    time(
      "parameters", .update,
      multiplyAdds: atTheEnd.reduce(0) { $0 + network.layers[$1].multiplyAdds }
    ) {
      update.run(pass, step: 1, learningRate: 0, averageRate: 0)
    }
    return timings
  }
}

extension Network {
  /// A layer's position in the architecture and the kinds of the descriptions it stands for.
  func name(ofLayer index: Int) -> String {
    let range = groups[index].range
    let kinds = architecture.layers[range].map(\.type).joined(separator: " + ")
    return "\(range.lowerBound) \(kinds)"
  }
}
