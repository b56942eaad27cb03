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

  /// What does not fit a network of so many outputs, in one clause.
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
