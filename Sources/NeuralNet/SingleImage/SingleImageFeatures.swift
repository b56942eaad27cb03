import RecognizerKernelInterface

/// The features of one sample between two layers, in planes: a vector holds sixteen channels of
/// one place.
final class SingleImageFeatures {
  let shape: Shape
  /// Rows and columns of zeros around the features, for a padded convolution that reads them.
  ///
  /// Nothing writes there, so they stay zero.
  let margin: Int
  private let memory: VectorBuffer

  init(_ shape: Shape, margin: Int) {
    self.shape = shape
    self.margin = margin
    let plane = (shape.height + 2 * margin) * (shape.width + 2 * margin)
    memory = VectorBuffer(floats: ParameterTensor.aligned(shape.channels) * plane)
  }

  /// Vectors of the channels of one place.
  var planes: Int { ParameterTensor.aligned(shape.channels) / 16 }

  /// Where the vectors lie.
  var layout: PlaneLayout {
    let row = shape.width + 2 * margin
    return PlaneLayout(row: row, plane: (shape.height + 2 * margin) * row)
  }

  /// The first vector, of the margin if there is one.
  var padded: UnsafeMutablePointer<Vector> { memory.vectors }

  /// The first vector of features.
  var vectors: UnsafeMutablePointer<Vector> { memory.vectors + margin * (layout.row + 1) }

  /// Takes features in the order of ``Shape``.
  func write(_ features: UnsafePointer<Float>) {
    var feature = features
    forEachRow { row in
      for x in 0..<shape.width { row[16 * x] = feature[x] }
      feature += shape.width
    }
  }

  /// Gives features in the order of ``Shape``.
  func read(into features: UnsafeMutablePointer<Float>) {
    var feature = features
    forEachRow { row in
      for x in 0..<shape.width { feature[x] = row[16 * x] }
      feature += shape.width
    }
  }

  /// Calls `body` with the first float of every row of every channel; columns are sixteen apart.
  private func forEachRow(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    let layout = layout
    for channel in 0..<shape.channels {
      let plane = vectors + channel / 16 * layout.plane
      for y in 0..<shape.height {
        let row = UnsafeMutableRawPointer(plane + y * layout.row)
        body(row.assumingMemoryBound(to: Float.self) + channel % 16)
      }
    }
  }
}
