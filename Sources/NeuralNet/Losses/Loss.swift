import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The function of outputs and targets that training minimises.
public enum Loss: Codable, Hashable, Sendable {
  /// `-sum_c t_c log softmax(y)_c`, the mean over samples; the network's output is logits.
  ///
  /// The target is `1 - labelSmoothing` on the true class, and `labelSmoothing` spread over all
  /// classes (Szegedy et al. 2016).
  case crossEntropy(labelSmoothing: Float = 0)
  /// `(y_i - t_i) ** 2`, the mean over outputs and samples.
  case meanSquaredError
  /// `d ** 2 / 2` for a difference `d` of at most `delta`, `delta * (|d| - delta / 2)` beyond it, the
  /// mean over outputs and samples (Huber 1964).
  ///
  /// As PyTorch has it: near the target, half the squared error. `delta` is on the outputs' scale.
  case huber(delta: Float = 1)
}

extension Loss {
  /// Writes the gradient of one block's outputs and returns the block's part of the batch's mean loss.
  func evaluate(
    _ kernels: any KernelSet.Type, count: Int, outputs: UnsafePointer<Vector>,
    targets: UnsafePointer<Vector>, weights: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) -> Float {
    switch self {
    case .crossEntropy(let labelSmoothing):
      kernels.crossEntropy(
        classes: count, labelSmoothing: labelSmoothing, outputs, targets: targets,
        weights: weights, gradient: gradient
      ).sum()
    case .meanSquaredError:
      kernels.meanSquaredError(
        count: count, outputs, targets: targets, weights: weights, gradient: gradient
      ).sum()
    case .huber(let delta):
      kernels.huberLoss(
        count: count, delta: delta, outputs, targets: targets, weights: weights,
        gradient: gradient
      ).sum()
    }
  }
}

// MARK: - Samples

extension Loss {
  /// The loss of one sample's outputs, in double precision and without label smoothing: that is a
  /// training aid, and the figure is to be compared.
  package func value(_ outputs: ArraySlice<Float>, targets: [Float]) -> Double {
    switch self {
    case .crossEntropy:
      let largest = Double(outputs.max() ?? 0)
      let sum = outputs.reduce(0) { $0 + exp(Double($1) - largest) }
      return zip(outputs, targets).reduce(0) {
        $0 + Double($1.1) * (log(sum) + largest - Double($1.0))
      }
    case .meanSquaredError: return Self.mean(outputs, targets) { $0 * $0 }
    case .huber(let delta):
      let delta = Double(delta)
      return Self.mean(outputs, targets) { difference in
        let near = min(abs(difference), delta)
        return near * (abs(difference) - near / 2)
      }
    }
  }

  /// The mean over the outputs of a function of their differences.
  static func mean(
    _ outputs: ArraySlice<Float>, _ targets: [Float], of loss: (Double) -> Double
  ) -> Double {
    let sum = zip(outputs, targets).reduce(0) { $0 + loss(Double($1.0) - Double($1.1)) }
    return sum / Double(max(targets.count, 1))
  }
}

// MARK: - Targets

/// The targets of a network's outputs, sample after sample.
public enum Targets: Hashable, Sendable {
  /// A class each: the output of that number should be one and the others zero.
  case classes([UInt8])
  /// `width` numbers each, one an output; outputs are compared with them on `scale`.
  case values([Float], width: Int, scale: TargetScaling)

  /// The number of samples.
  package var count: Int {
    switch self {
    case .classes(let labels): labels.count
    case .values(let values, let width, _): values.count / max(width, 1)
    }
  }

  /// Whether each sample has a class.
  var areClasses: Bool {
    switch self {
    case .classes: true
    case .values: false
    }
  }
}

extension Targets {
  /// Writes what each of `outputs` outputs should be for a sample, `stride` floats apart.
  func write(
    _ sample: Int, outputs: Int, into target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    switch self {
    case .classes(let labels):
      for c in 0..<outputs { target[c * stride] = c == Int(labels[sample]) ? 1 : 0 }
    case .values(let values, let width, let scale):
      for i in 0..<min(width, outputs) {
        target[i * stride] = scale.output(of: values[sample * width + i])
      }
    }
  }

  /// The target of each of `outputs` outputs for a sample.
  package func row(_ sample: Int, outputs: Int) -> [Float] {
    var row = [Float](repeating: 0, count: outputs)
    row.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      write(sample, outputs: outputs, into: first, stride: 1)
    }
    return row
  }

  /// The first part that does not fit a network of so many outputs, in one clause.
  package func problem(outputs: Int) -> String? {
    switch self {
    case .classes(let labels):
      guard let label = labels.first(where: { Int($0) >= outputs }) else { return nil }
      return "a sample of class \(label), the network has \(outputs) outputs"
    case .values(let values, let width, _):
      guard width == outputs else {
        return "\(width) numbers for each sample, the network has \(outputs) outputs"
      }
      guard let index = values.firstIndex(where: { !$0.isFinite }) else { return nil }
      return "the number \(values[index]) for sample \(index / width)"
    }
  }
}
