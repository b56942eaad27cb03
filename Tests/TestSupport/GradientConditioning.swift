package import NeuralNet
package import NeuralNetReference

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ReferenceNetwork {
  /// The distance of the nearest decision of a batch, relative to the features that it is made on.
  ///
  /// ReLUs and maxima choose one of two derivatives. Where their inputs are so near to each other
  /// that the rounding of single precision may choose the other one, both gradients are right and
  /// far from each other, and a comparison means nothing. A distance of exactly zero does not
  /// count: it comes of equal causes (zeros after a ReLU, windows that see nothing but padding),
  /// and there the gradient does not depend on the choice.
  ///
  /// - Parameter activations: those of ``activations(_:)``.
  package func decisionMargin(
    of architecture: Architecture, _ activations: [Batch]
  ) -> Double {
    var margin = Double.infinity
    for (index, description) in architecture.layers.enumerated() {
      let input = activations[index]
      switch description {
      case .activation where ["relu", "leaky-relu"].contains(description.type):
        margin = min(margin, smallest(input.values) / rootMeanSquare(input.values))
      case .maxPooling(let size, let stride):
        margin = min(
          margin,
          smallestLead(input, activations[index + 1], size: size, stride: stride)
            / rootMeanSquare(input.values))
      case .equilibrium(_, _, .relu, _, _):
        guard let layer = layers[index] as? ReferenceEquilibrium else { continue }
        let sums = layer.settledSums(input).values
        margin = min(margin, smallest(sums) / rootMeanSquare(sums))
      default: continue
      }
    }
    return margin
  }
}

extension ReferenceNetwork {
  /// The gradients by name, computed with the errors that single precision cannot avoid.
  ///
  /// Every layer's output and every gradient between layers is rounded to 24 bits of its root mean
  /// square: a small sum of large terms is no more precise than they are. Batch normalisation's
  /// mean and the first term of its gradient are a unit in the last place too large. Fixed points
  /// are rounded to 20 bits: as precise as the solver's tolerance.
  ///
  /// Nothing that computes in single precision can be expected to come nearer to the exact
  /// gradients than this does. It is far from them where a batch normalisation divides by a
  /// deviation that is small against the values (features that hardly differ over the batch), and
  /// where nearly all of its gradient cancels (two values in a channel). Rounding alone would not
  /// show it: two values that cancel round alike.
  package func roundedGradients(
    _ x: Batch, targets: Batch, loss: any ReferenceLoss
  ) -> [String: [Double]] {
    var network = self
    network.forEachBatchNormalization { $1.nudgesMean = true }
    let layers = network.layers
    let activations = layers.reduce(into: [x.rounded()]) { batches, layer in
      let bits = layer is ReferenceEquilibrium ? 20 : 24
      batches.append(layer.forward(batches[batches.count - 1]).rounded(bits: bits))
    }
    var gradient = loss.gradient(activations[layers.count], targets: targets).rounded()
    var gradients: [String: [Double]] = [:]
    for index in layers.indices.reversed() {
      let (input, parameters) = layers[index].backward(
        activations[index], outputGradient: gradient)
      if let layer = layers[index] as? ReferenceBatchNormalization {
        let scaled = layer.scaledGradient(activations[index], outputGradient: gradient)
        gradient = input
        gradient.values = zip(scaled.values, input.values).map { scaled, whole in
          Double(Float(scaled).nextUp) - Double(Float(scaled - whole))
        }
      } else {
        gradient = input.rounded()
      }
      for (name, tensor) in zip(Self.parameterNames, parameters) {
        gradients["\(index).\(name)"] = tensor
      }
    }
    return gradients
  }
}

extension Batch {
  fileprivate func rounded(bits: Int = 24) -> Batch {
    let unit = rootMeanSquare(values) * exp2(Double(-bits))
    return Batch(
      count: count, shape: shape, values: values.map { ($0 / unit).rounded() * unit })
  }
}

/// The least distance from zero, zeros aside.
private func smallest(_ values: [Double]) -> Double {
  values.reduce(.infinity) { $1 == 0 ? $0 : min($0, abs($1)) }
}

private func rootMeanSquare(_ values: [Double]) -> Double {
  max(norm(values) / Double(max(values.count, 1)).squareRoot(), .leastNormalMagnitude)
}

/// The least distance of a window's largest value from the others, equal ones aside.
private func smallestLead(_ input: Batch, _ output: Batch, size: Int, stride: Int) -> Double {
  var lead = Double.infinity
  for sample in 0..<output.count {
    for channel in 0..<output.shape.channels {
      for row in 0..<output.shape.height {
        for column in 0..<output.shape.width {
          let largest = output[sample, channel, row, column]
          for y in row * stride..<row * stride + size {
            for x in column * stride..<column * stride + size {
              let distance = largest - input[sample, channel, y, x]
              if distance > 0 { lead = min(lead, distance) }
            }
          }
        }
      }
    }
  }
  return lead
}
