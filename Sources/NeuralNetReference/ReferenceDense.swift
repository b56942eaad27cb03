import NeuralNet

/// An affine map of all features: PyTorch's `Linear`.
///
/// `weight` is `[outputs, inputs]`.
package struct ReferenceDense: ReferenceLayer {
  /// `[weight, bias]`, or `[weight]`.
  package var parameters: [[Double]]

  private let outputs: Int

  /// A dense layer with the given weights; a bias is there if `parameters` holds one.
  package init(outputs: Int, parameters: [[Double]]) {
    self.outputs = outputs
    self.parameters = parameters
  }

  /// `weight * x + bias` for each sample.
  package func forward(_ x: Batch) -> Batch {
    var y = Batch(zeros: x.count, shape: Shape(channels: outputs))
    let inputs = x.shape.count
    for sample in 0..<x.count {
      for output in 0..<outputs {
        var sum = parameters.count > 1 ? parameters[1][output] : 0
        for input in 0..<inputs { sum += parameters[0][output * inputs + input] * x[sample, input] }
        y[sample, output] = sum
      }
    }
    return y
  }

  /// Each product of the forward pass hands its gradient to its two factors.
  package func backward(
    _ x: Batch, outputGradient: Batch
  ) -> (input: Batch, parameters: [[Double]]) {
    let inputs = x.shape.count
    let weight = parameters[0]
    var inputGradient = Batch(zeros: x.count, shape: x.shape)
    var weightGradient = [Double](repeating: 0, count: weight.count)
    var biasGradient = [Double](repeating: 0, count: outputs)
    for sample in 0..<x.count {
      for output in 0..<outputs {
        let gradient = outputGradient[sample, output]
        biasGradient[output] += gradient
        for input in 0..<inputs {
          weightGradient[output * inputs + input] += gradient * x[sample, input]
          inputGradient[sample, input] += gradient * weight[output * inputs + input]
        }
      }
    }
    return (
      inputGradient, parameters.count > 1 ? [weightGradient, biasGradient] : [weightGradient]
    )
  }
}
