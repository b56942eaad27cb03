import RecognizerRandomNumbers

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The distribution of initial weights.
package enum Initialization: Sendable {
  /// Uniform with variance `2 / inputs`: right before a ReLU (He et al. 2015).
  case he
  /// Uniform with variance `2 / (inputs + outputs)`: right elsewhere (Glorot and Bengio 2010).
  case glorot
}

extension Network {
  /// Fresh parameters in the flat buffer's layout: the same ones for the same seed.
  ///
  /// Weights before a ReLU use He initialisation, others Glorot; biases start at zero, scales and
  /// running variances at one.
  public func initialParameters(seed: UInt64) -> [Float] {
    var values = [Float](repeating: 0, count: storageCount)
    for (index, tensor) in tensors.enumerated() {
      switch tensor.role {
      case .weight:
        var generator = SplitMix64(seed: seed, stream: index)
        let limit = limit(of: tensor)
        for i in tensor.range { values[i] = generator.uniform(in: -limit...limit) }
      case .bias where tensor.name.hasSuffix(".weight"),
        .statistic where tensor.name.hasSuffix("_var"):
        for i in tensor.range { values[i] = 1 }
      case .bias, .statistic: break
      }
    }
    return values
  }

  /// A uniform distribution in `-limit...limit` has the variance `limit ** 2 / 3`.
  private func limit(of tensor: ParameterTensor) -> Float {
    let outputs = Float(tensor.shape[0])
    let window = Float(tensor.shape.dropFirst(2).reduce(1, *))
    let inputs = Float(tensor.shape[1]) * window
    switch initialization(of: tensor.layer) {
    case .he: return (6 / inputs).squareRoot()
    case .glorot: return (6 / (inputs + outputs * window)).squareRoot()
    }
  }

  /// He where the next function of single features is a ReLU.
  private func initialization(of layer: Int) -> Initialization {
    for next in architecture.layers[(layer + 1)...] {
      switch next {
      case .activation(let activation): return activation.initialization
      case .batchNormalization, .maxPooling, .averagePooling, .dropout, .flatten: continue
      case .softmax, .convolution, .dense, .equilibrium: return .glorot
      }
    }
    return .glorot
  }
}
