import RecognizerKernelInterface

/// What happens to one sample's features between two places in memory, or in one.
enum SingleImageStep {
  /// A convolution, or a dense layer as one window over all features.
  case linear(FoldedLinear)
  case pooling(PoolingKind, size: Int, stride: Int)
  /// In place.
  case activation(Activation)
  /// In place, and only on features that are all channels.
  case softmax
}

extension Network {
  /// The steps of inference, with batch normalisation and ReLU part of the linear map before them.
  ///
  /// Nothing if there is a layer that has no such step: networks of unusual build take the way of
  /// whole blocks.
  func singleImageSteps(_ parameters: [Float]) -> [SingleImageStep]? {
    var steps: [SingleImageStep] = []
    var shape = architecture.input
    var isFlat = false
    for (index, description) in architecture.layers.enumerated() {
      let own = tensors.filter { $0.layer == index }.map { parameters[$0.range] }
      switch description {
      case .convolution(let outputs, let kernel, let stride, let padding, let hasBias):
        guard !isFlat else { return nil }
        let map = FoldedLinear(
          input: shape, outputs: outputs, kernelHeight: kernel, kernelWidth: kernel,
          stride: stride, padding: padding, weights: own[0], bias: hasBias ? own[1] : nil)
        steps.append(.linear(map))
        shape = map.outputShape
      case .dense(let outputs, let hasBias):
        let map = FoldedLinear(
          input: shape, outputs: outputs, kernelHeight: shape.height, kernelWidth: shape.width,
          stride: 1, padding: 0, weights: own[0], bias: hasBias ? own[1] : nil)
        steps.append(.linear(map))
        (shape, isFlat) = (map.outputShape, false)
      case .batchNormalization(_, let epsilon):
        guard case .linear(var map)? = steps.popLast(), !map.rectifies else { return nil }
        map.normalize(
          scale: own[0], shift: own[1], mean: own[2], variance: own[3], epsilon: epsilon)
        steps.append(.linear(map))
      case .maxPooling(let size, let stride), .averagePooling(let size, let stride):
        guard !isFlat else { return nil }
        let kind: PoolingKind = if case .maxPooling = description { .largest } else { .mean }
        steps.append(.pooling(kind, size: size, stride: stride))
        shape = shape.pooled(size: size, stride: stride)
      case .activation(.relu):
        if case .linear(var map)? = steps.last, !map.rectifies {
          map.rectifies = true
          steps[steps.count - 1] = .linear(map)
        } else {
          steps.append(.activation(.relu))
        }
      case .activation(let activation): steps.append(.activation(activation))
      case .softmax:
        guard shape.count == shape.channels else { return nil }
        steps.append(.softmax)
      case .flatten: isFlat = shape.count > shape.channels
      case .dropout: break
      case .equilibrium: return nil
      }
    }
    return steps
  }
}

extension Shape {
  /// The shape behind a pooling layer, whose windows lie inside.
  func pooled(size: Int, stride: Int) -> Shape {
    Shape(
      channels: channels, height: (height - size) / stride + 1, width: (width - size) / stride + 1)
  }
}
