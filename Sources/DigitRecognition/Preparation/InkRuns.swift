extension [UInt8] {
  /// Calls `body` with each run of bytes that are at least `least`, one row of a picture after the
  /// other.
  ///
  /// Most of a page is paper: eight bytes without ink are passed at once.
  ///
  /// - Parameters:
  ///   - row: the indices of the row's bytes.
  ///   - least: more than 0.
  ///   - body: receives a run's place in the row.
  @inline(__always)
  func forEachRun(ofRow row: Range<Int>, atLeast least: UInt8, _ body: (Range<Int>) -> Void) {
    withUnsafeBytes { bytes in
      var x = row.lowerBound
      while x < row.upperBound {
        if bytes[x] < least {
          x += 1
          let end = row.upperBound - 8
          while x <= end, bytes.loadUnaligned(fromByteOffset: x, as: UInt64.self) == 0 { x += 8 }
          continue
        }
        let first = x
        while x < row.upperBound, bytes[x] >= least { x += 1 }
        body(first - row.lowerBound..<x - row.lowerBound)
      }
    }
  }
}
