package import NeuralNet
import RecognizerKernelInterface

/// A layer written for plainness, in double precision: what fast layers are compared with.
package protocol ReferenceLayer: Sendable {
  /// The parameters that training learns, in PyTorch's order and layout: weight, then bias where there is one.
  var parameters: [[Double]] { get set }

  /// The layer's output for a batch.
  func forward(_ x: Batch) -> Batch

  /// The loss's gradients for the batch `x`, given its gradient for `forward(x)`.
  ///
  /// `parameters` has the order and sizes of the layer's own.
  func backward(_ x: Batch, outputGradient: Batch) -> (input: Batch, parameters: [[Double]])
}

/// A reference layer that learns nothing.
package protocol ParameterlessReferenceLayer: ReferenceLayer {
  /// The loss's gradient for `x`, given its gradient for `forward(x)`.
  func inputGradient(_ x: Batch, outputGradient: Batch) -> Batch
}

extension ParameterlessReferenceLayer {
  /// Nothing.
  package var parameters: [[Double]] {
    get { [] }
    set { precondition(newValue.isEmpty, "this layer has no parameters") }
  }

  /// The gradient for the input alone.
  package func backward(
    _ x: Batch, outputGradient: Batch
  ) -> (input: Batch, parameters: [[Double]]) {
    (inputGradient(x, outputGradient: outputGradient), [])
  }
}

/// A network of reference layers, built from an architecture.
///
/// Tensors go by the names of `Architecture.parameterTensors()`: `LAYER.weight`, `LAYER.bias`,
/// and for batch normalisation `LAYER.running_mean` and `LAYER.running_var`.
package struct ReferenceNetwork: Sendable {
  /// The layers, first to last.
  package var layers: [any ReferenceLayer]

  /// A network with the given tensors: every one that the architecture names.
  package init(architecture: Architecture, parameters: [String: [Double]]) {
    layers = architecture.layers.enumerated().map { index, description in
      description.referenceLayer { name in
        guard let tensor = parameters["\(index).\(name)"] else {
          preconditionFailure("no tensor \(index).\(name)")
        }
        return tensor
      }
    }
  }

  /// Everything that can be learned or measured, by name.
  package var parameters: [String: [Double]] {
    var tensors = named(layers.map(\.parameters))
    for (index, layer) in layers.enumerated() {
      guard let layer = layer as? ReferenceBatchNormalization else { continue }
      tensors["\(index).running_mean"] = layer.runningMean
      tensors["\(index).running_var"] = layer.runningVariance
    }
    return tensors
  }

  /// The input and then every layer's output: `layers.count + 1` batches.
  package func activations(_ x: Batch) -> [Batch] {
    layers.reduce(into: [x]) { $0.append($1.forward($0[$0.count - 1])) }
  }

  /// The last layer's output.
  package func forward(_ x: Batch) -> Batch { layers.reduce(x) { $1.forward($0) } }

  /// The gradients for the input and, by name, for every learned tensor.
  package func backward(
    activations: [Batch], outputGradient: Batch
  ) -> (input: Batch, parameters: [String: [Double]]) {
    var gradient = outputGradient
    var gradients = [[[Double]]](repeating: [], count: layers.count)
    for index in layers.indices.reversed() {
      (gradient, gradients[index]) = layers[index].backward(
        activations[index], outputGradient: gradient)
    }
    return (gradient, named(gradients))
  }

  /// One whole pass: the outputs, the loss, and the gradients by name.
  package func gradients(
    _ x: Batch, targets: Batch, loss: any ReferenceLoss = ReferenceCrossEntropy()
  ) -> (outputs: Batch, loss: Double, input: Batch, parameters: [String: [Double]]) {
    let activations = activations(x)
    let outputs = activations[layers.count]
    let (input, parameters) = backward(
      activations: activations, outputGradient: loss.gradient(outputs, targets: targets))
    return (outputs, loss.value(outputs, targets: targets), input, parameters)
  }

  /// Lets an optimiser step every learned tensor; the running statistics stay.
  ///
  /// Weight decay applies to everything, as in PyTorch unless told otherwise, or, with
  /// `onlyWeightsDecay`, to the weights of convolution and dense layers.
  package mutating func update(
    with gradients: [String: [Double]], by optimizer: inout some ReferenceOptimizer,
    onlyWeightsDecay: Bool = false
  ) {
    optimizer.beginStep()
    for index in layers.indices {
      for (position, name) in Self.parameterNames.prefix(layers[index].parameters.count)
        .enumerated()
      {
        let name = "\(index).\(name)"
        guard let gradient = gradients[name] else { preconditionFailure("no gradient \(name)") }
        let isWeight = position == 0 && !(layers[index] is ReferenceBatchNormalization)
        optimizer.update(
          &layers[index].parameters[position], gradient: gradient, name: name,
          decays: isWeight || !onlyWeightsDecay)
      }
    }
  }

  /// Moves every batch normalisation's running statistics as one training pass over `x` does.
  package mutating func updateRunningStatistics(_ x: Batch) {
    let activations = activations(x)
    forEachBatchNormalization { $1.updateRunningStatistics(activations[$0]) }
  }

  /// Chooses between the batch's statistics and the running ones; new networks train.
  package mutating func setTraining(_ isTraining: Bool) {
    forEachBatchNormalization { $1.isTraining = isTraining }
  }

  /// Lets `body` change each batch normalisation; it is given the layer's index, too.
  package mutating func forEachBatchNormalization(
    _ body: (Int, inout ReferenceBatchNormalization) -> Void
  ) {
    for index in layers.indices {
      guard var layer = layers[index] as? ReferenceBatchNormalization else { continue }
      body(index, &layer)
      layers[index] = layer
    }
  }

  /// The names of the arrays of a layer's ``ReferenceLayer/parameters``.
  package static let parameterNames = ["weight", "bias", "recurrent_weight"]

  private func named(_ tensors: [[[Double]]]) -> [String: [Double]] {
    var named: [String: [Double]] = [:]
    for (index, layer) in tensors.enumerated() {
      for (name, tensor) in zip(Self.parameterNames, layer) { named["\(index).\(name)"] = tensor }
    }
    return named
  }
}

// MARK: - Layers

extension LayerDescription {
  /// The reference layer with the tensors that `tensor` finds by name.
  fileprivate func referenceLayer(tensor: (String) -> [Double]) -> any ReferenceLayer {
    switch self {
    case .convolution(let outputs, let kernel, let stride, let padding, let bias):
      ReferenceConvolution(
        outputs: outputs, kernel: kernel, stride: stride, padding: padding,
        parameters: (bias ? ["weight", "bias"] : ["weight"]).map(tensor))
    case .maxPooling(let size, let stride): ReferenceMaxPooling(size: size, stride: stride)
    case .averagePooling(let size, let stride): ReferenceAveragePooling(size: size, stride: stride)
    case .dense(let outputs, let bias):
      ReferenceDense(
        outputs: outputs, parameters: (bias ? ["weight", "bias"] : ["weight"]).map(tensor))
    case .activation(let activation): activation.reference
    case .softmax: ReferenceSoftmax()
    case .batchNormalization(let momentum, let epsilon):
      ReferenceBatchNormalization(
        momentum: Double(momentum), epsilon: Double(epsilon),
        parameters: ["weight", "bias"].map(tensor),
        runningMean: tensor("running_mean"), runningVariance: tensor("running_var"))
    case .dropout(let probability): ReferenceDropout(probability: Double(probability))
    case .flatten: ReferenceFlatten()
    case .equilibrium(let outputs, let kernel?, let function, _, _):
      ReferenceEquilibrium(
        injection: ReferenceConvolution(
          outputs: outputs, kernel: kernel, padding: kernel / 2,
          parameters: ["weight", "bias"].map(tensor)),
        recurrence: ReferenceConvolution(
          outputs: outputs, kernel: kernel, padding: kernel / 2,
          parameters: [tensor("recurrent_weight")]),
        function: function.reference)
    case .equilibrium(let outputs, nil, let function, _, _):
      ReferenceEquilibrium(
        injection: ReferenceDense(outputs: outputs, parameters: ["weight", "bias"].map(tensor)),
        recurrence: ReferenceDense(outputs: outputs, parameters: [tensor("recurrent_weight")]),
        function: function.reference)
    }
  }
}

extension Activation {
  /// The same function in double precision.
  fileprivate var reference: ReferenceActivation {
    switch self {
    case .relu: .relu
    case .leakyReLU(let slope): .leakyReLU(slope: Double(slope))
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    }
  }
}

extension Nonlinearity {
  /// The same function in double precision.
  fileprivate var reference: ReferenceActivation {
    switch self {
    case .tanh: .tanh
    case .relu: .relu
    }
  }
}

extension ReferenceNetwork {
  /// The plain twin of a network with the weights of its flat buffer.
  package init(_ network: Network, parameters: [Float]) {
    let named = network.tensors.map { ($0.name, parameters[$0.range].map(Double.init)) }
    self.init(
      architecture: network.architecture, parameters: Dictionary(uniqueKeysWithValues: named))
  }
}
