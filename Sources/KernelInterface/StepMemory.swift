/// A part of the flat buffer of parameters: a few rows of a matrix, or a part of them.
package struct ParameterRegion: Hashable, Sendable {
  /// Floats before the first one.
  package var offset: Int
  /// Runs of neighbouring floats.
  package var rows: Int
  /// Floats of a run.
  package var columns: Int
  /// Floats from the start of one run to the next.
  package var rowStride: Int

  /// A part of the flat buffer.
  package init(offset: Int, rows: Int, columns: Int, rowStride: Int) {
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
  }

  /// Floats from the first one to behind the last one, those between the runs included.
  package var extent: Int { (rows - 1) * rowStride + columns }

  /// A single run.
  package init(_ range: Range<Int>) {
    self.init(offset: range.lowerBound, rows: 1, columns: range.count, rowStride: range.count)
  }

  /// The same part of a larger buffer that holds this one at `offset`.
  package func moved(by offset: Int) -> ParameterRegion {
    ParameterRegion(
      offset: self.offset + offset, rows: rows, columns: columns, rowStride: rowStride)
  }
}

/// The flat buffers that an optimiser works on, laid out alike.
///
/// ``gradient`` may lie anywhere as long as the region that is worked on lies at its offset from it.
package struct StepMemory: @unchecked Sendable {
  /// The batch's gradient.
  package var gradient: UnsafePointer<Float>
  /// What moves.
  package var parameters: UnsafeMutablePointer<Float>
  /// The optimiser's first array: velocity, or mean gradient.
  package var first: UnsafeMutablePointer<Float>
  /// Its second array: mean squared gradient.
  package var second: UnsafeMutablePointer<Float>
  /// The moving average of the parameters, if one is kept.
  package var average: UnsafeMutablePointer<Float>?

  /// Buffers that are laid out alike.
  package init(
    gradient: UnsafePointer<Float>, parameters: UnsafeMutablePointer<Float>,
    first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>,
    average: UnsafeMutablePointer<Float>?
  ) {
    self.gradient = gradient
    self.parameters = parameters
    self.first = first
    self.second = second
    self.average = average
  }
}
