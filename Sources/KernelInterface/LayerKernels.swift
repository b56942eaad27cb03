// The kernels of layers whose geometry is simple.

/// Pooling.
package protocol PoolingKernels {
  /// The largest value of each window of `[planes][rows][columns]` vectors.
  static func maxPool(
    _ geometry: PoolingGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Overwrites `inputGradient`: each window's gradient goes to its first largest input.
  static func maxPoolGradient(
    _ geometry: PoolingGeometry, _ input: UnsafePointer<Vector>,
    outputGradient: UnsafePointer<Vector>, into inputGradient: UnsafeMutablePointer<Vector>)

  /// The mean of each window.
  static func averagePool(
    _ geometry: PoolingGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Overwrites `inputGradient`: each window's gradient is divided equally among its inputs.
  static func averagePoolGradient(
    _ geometry: PoolingGeometry, outputGradient: UnsafePointer<Vector>,
    into inputGradient: UnsafeMutablePointer<Vector>)
}

/// Activation, dropout and softmax: any number of features.
package protocol ElementwiseKernels {
  /// A function of each of `count` vectors; input and output may be the same memory.
  static func activate(
    _ activation: Activation, count: Int, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Multiplies `gradient` by the activation's derivative, computed from the activation's output.
  static func activateGradient(
    _ activation: Activation, count: Int, output: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>)

  /// Sets features to zero with a probability and scales the rest, the same features for the same key.
  static func drop(
    count: Int, probability: Float, key: UInt64, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Softmax over the features of each sample; input and output may be the same memory.
  static func softmax(
    count: Int, _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>)

  /// The input gradient of softmax, computed from its output.
  static func softmaxGradient(
    count: Int, output: UnsafePointer<Vector>, outputGradient: UnsafePointer<Vector>,
    into inputGradient: UnsafeMutablePointer<Vector>)
}

/// Fixed points.
package protocol EquilibriumKernels {
  /// Weights `[outputs][inputs][taps]` of a linear map become `[inputs][outputs][taps]` of its
  /// adjoint, the taps reversed.
  static func flipAndTranspose(
    outputs: Int, inputs: Int, taps: Int, _ weights: UnsafePointer<Float>,
    into flipped: UnsafeMutablePointer<Float>)

  /// `sum = a + b`; all may be the same memory.
  static func add(
    count: Int, _ a: UnsafePointer<Vector>, _ b: UnsafePointer<Vector>,
    into sum: UnsafeMutablePointer<Vector>)

  /// `difference = a - b`; returns each sample's sum of squares of the difference and of `a`.
  static func subtract(
    count: Int, _ a: UnsafePointer<Vector>, _ b: UnsafePointer<Vector>,
    into difference: UnsafeMutablePointer<Vector>
  ) -> (difference: Vector, first: Vector)

  /// Each sample's sum of products.
  static func dot(
    count: Int, _ a: UnsafePointer<Vector>, _ b: UnsafePointer<Vector>
  ) -> Vector

  /// The sum of `arrays` arrays, `stride` apart, each times its samples' weights.
  static func combine(
    count: Int, arrays: Int, stride: Int, _ values: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, into combination: UnsafeMutablePointer<Vector>)

  /// Each sample's weights, of sum one, for which the weighted sum of residuals is least, computed
  /// from the residuals' products with each other: Anderson's acceleration. `scratch` holds
  /// `arrays * (arrays + 2)` vectors.
  static func andersonWeights(
    arrays: Int, products: UnsafePointer<Vector>, stride: Int,
    scratch: UnsafeMutablePointer<Vector>, into weights: UnsafeMutablePointer<Vector>)
}

// MARK: - Sizes

/// The sizes of a pooling layer.
package struct PoolingGeometry: Sendable {
  /// Planes.
  package var planes: Int
  /// The layout of the input.
  package var input: PlaneLayout
  /// The layout of the output.
  package var output: PlaneLayout
  /// Rows of an output plane.
  package var outputHeight: Int
  /// Columns of an output plane.
  package var outputWidth: Int
  /// Rows and columns of the window.
  package var size: Int
  /// Rows and columns between windows.
  package var stride: Int

  /// Sizes of a pooling layer.
  package init(
    planes: Int, input: PlaneLayout, output: PlaneLayout, outputHeight: Int, outputWidth: Int,
    size: Int, stride: Int
  ) {
    self.planes = planes
    self.input = input
    self.output = output
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.size = size
    self.stride = stride
  }
}
