extension KernelVariant {
  /// `sum[i] = values[0][i] + values[1][i] + ...`, added in this order whatever the threads.
  ///
  /// - values: `[arrays][count]` floats, arrays `stride` apart
  /// - sum: `[count]` floats
  package static func sum(
    count: Int, arrays: Int, stride: Int, _ values: UnsafePointer<Float>,
    into sum: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { sum[i] = values[i] }
    for array in 1..<max(arrays, 1) {
      let values = values + array * stride
      for i in 0..<count { sum[i] += values[i] }
    }
  }
}
