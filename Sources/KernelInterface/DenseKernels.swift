/// Products of matrices.
package protocol DenseKernels {
  /// A matrix of weights times columns of vectors, plus a bias for each row.
  ///
  /// - Parameters:
  ///   - weights: `[rows][depth]`.
  ///   - bias: `[rows]`.
  ///   - input: `[columns][depth]` vectors.
  ///   - output: `[columns][rows]` vectors.
  static func multiply(
    _ geometry: MatrixProductGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>)

  /// Adds the sum over samples of output gradient times input to `gradient`.
  ///
  /// - Parameters:
  ///   - outputGradient: `[terms][rows]` vectors.
  ///   - transposedInput: `[terms][sample][columns]` floats, readable up to whole vectors.
  ///   - gradient: `[rows][columns]`.
  static func addOuterProduct(
    _ geometry: OuterProductGeometry, outputGradient: UnsafePointer<Vector>,
    transposedInput: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>)
}

/// The sizes and strides of a matrix of weights times columns of vectors.
///
/// A column is what the matrix is applied to: a block of a dense layer, a tile of a convolution.
package struct MatrixProductGeometry: Sendable {
  /// Rows of the matrix: vectors of each output column.
  package var rows: Int
  /// Columns of the matrix: vectors of each input column.
  package var depth: Int
  /// Columns of vectors.
  package var columns: Int
  /// Floats from one row's weight to the next row's.
  package var rowStride: Int
  /// Floats from one depth's weight to the next depth's.
  package var depthStride: Int
  /// Vectors from one input column to the next.
  package var inputColumnStride: Int
  /// Vectors from one depth to the next in an input column.
  package var inputDepthStride: Int
  /// Vectors from one output column to the next.
  package var outputColumnStride: Int
  /// Vectors from one row to the next in an output column.
  package var outputRowStride: Int

  /// Sizes and strides of a product; vectors of a column are neighbours unless said.
  package init(
    rows: Int, depth: Int, columns: Int, rowStride: Int, depthStride: Int, inputColumnStride: Int,
    inputDepthStride: Int = 1, outputColumnStride: Int, outputRowStride: Int = 1
  ) {
    self.rows = rows
    self.depth = depth
    self.columns = columns
    self.rowStride = rowStride
    self.depthStride = depthStride
    self.inputColumnStride = inputColumnStride
    self.inputDepthStride = inputDepthStride
    self.outputColumnStride = outputColumnStride
    self.outputRowStride = outputRowStride
  }
}

/// The sizes and strides of a gradient with respect to a matrix of weights.
package struct OuterProductGeometry: Sendable {
  /// Rows of the matrix: vectors of each column of the output gradient.
  package var rows: Int
  /// Columns of the matrix that are computed: floats of the input.
  package var columns: Int
  /// Columns of vectors that are summed: blocks of a dense layer, tiles of a convolution.
  package var terms: Int
  /// Vectors from one term's output gradient to the next term's.
  package var termStride: Int
  /// Vectors from one row to the next in a term's output gradient.
  package var gradientRowStride: Int
  /// Floats from one sample's transposed input to the next sample's, a multiple of sixteen.
  package var sampleStride: Int
  /// Floats from one row of the matrix to the next.
  package var rowStride: Int
  /// Whether sums take the place of what the matrix holds instead of being added to it.
  package var overwrites: Bool

  /// Sizes and strides of a gradient; vectors of a term are neighbours unless said.
  package init(
    rows: Int, columns: Int, terms: Int, termStride: Int, gradientRowStride: Int = 1,
    sampleStride: Int, rowStride: Int, overwrites: Bool = false
  ) {
    self.rows = rows
    self.columns = columns
    self.terms = terms
    self.termStride = termStride
    self.gradientRowStride = gradientRowStride
    self.sampleStride = sampleStride
    self.rowStride = rowStride
    self.overwrites = overwrites
  }
}
