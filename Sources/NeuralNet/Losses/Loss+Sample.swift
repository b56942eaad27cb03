#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Loss {
  /// The loss of one sample's outputs, in double precision and without label smoothing: that is a
  /// training aid, and the figure is to be compared.
  func value(_ outputs: ArraySlice<Float>, targets: [Float]) -> Double {
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
