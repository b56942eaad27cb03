/// The inner loops, for one instruction set.
///
/// The same source implements this protocol once a variant; its witness table is the table of
/// function pointers that is chosen once, at start. A *block* holds sixteen samples feature by
/// feature: feature `f` is vector `f` of the block. Pointers to vectors are aligned to 64 bytes.
/// Sizes are checked by the callers; nothing here checks them again.
package protocol KernelSet: Sendable {
  /// `baseline`, `avx2` or `avx512`.
  static var name: String { get }

  // MARK: Convolution

  /// Cross-correlation of padded planes, a bias for each output channel, and the epilogue;
  /// `argmax` are kept where a pooled output is to be trained.
  static func convolve(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    scratch: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?)

  /// Adds a block's gradient to the weights to `gradient`, laid out as the weights are.
  static func addWeightGradient(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    outputGradient: UnsafePointer<Vector>, to gradient: UnsafeMutablePointer<Float>)

  /// Adds each plane's sum over positions and samples to `sums`: the gradient to a bias.
  static func addPlaneSums(
    planes count: Int, size: Int, _ planes: UnsafePointer<Vector>,
    to sums: UnsafeMutablePointer<Float>)

  /// Weights `[outputs][inputs][row][column]` into `[inputs][outputs]` with rows and columns
  /// reversed: convolving the output gradient with them gives the input gradient.
  static func flipAndTranspose(
    outputs: Int, inputs: Int, taps: Int, _ weights: UnsafePointer<Float>,
    into turned: UnsafeMutablePointer<Float>)

  /// Copies planes into larger planes of zeros, for padding and for a strided gradient.
  static func dilateAndPad(
    _ geometry: DilationGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// The gradient to a convolution's sums, spread likewise; ``DilationGeometry/offset`` must not be
  /// negative and, with an epilogue, ``DilationGeometry/step`` must be one.
  static func dilateAndPad(
    _ geometry: DilationGeometry, _ error: EpilogueGradient,
    into output: UnsafeMutablePointer<Vector>)

  // MARK: Winograd

  /// Weights `[outputs][inputs][3][3]` into `[point][outputs][inputs]`.
  static func winogradTransformWeights(
    inputs: Int, outputs: Int, _ weights: UnsafePointer<Float>,
    scratch: UnsafeMutablePointer<Vector>, into transformed: UnsafeMutablePointer<Float>)

  /// Convolution, bias and epilogue; `argmax` are kept where a pooled output is to be trained.
  static func winogradConvolve(
    _ geometry: WinogradGeometry, _ input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, scratch: UnsafeMutablePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?)

  /// Adds a block's gradients to the weights and the bias, overwrites the input's.
  static func addWinogradGradients(
    _ geometry: WinogradGeometry, _ input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    error: EpilogueGradient, scratch: UnsafeMutablePointer<Vector>,
    weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    inputGradient: UnsafeMutablePointer<Vector>?)

  // MARK: Dense

  /// A matrix of weights times the vectors of one or more blocks, plus a bias for each row.
  static func multiply(
    _ geometry: MatrixProductGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>)

  /// Adds the sum over samples of output gradient times input to `gradient`.
  static func addOuterProduct(
    _ geometry: OuterProductGeometry, outputGradient: UnsafePointer<Vector>,
    transposedInput: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>)

  // MARK: Pooling

  /// The largest value of each window.
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

  /// Overwrites `inputGradient`: each window's gradient is shared among its inputs.
  static func averagePoolGradient(
    _ geometry: PoolingGeometry, outputGradient: UnsafePointer<Vector>,
    into inputGradient: UnsafeMutablePointer<Vector>)

  // MARK: Elementwise

  /// A function of each element; input and output may be the same memory.
  static func activate(
    _ activation: Activation, count: Int, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Multiplies `gradient` by the activation's derivative, told by the activation's output.
  static func activateGradient(
    _ activation: Activation, count: Int, output: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>)

  /// `output = factor * input + offset`.
  static func affine(
    count: Int, factor: Float, offset: Float, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  /// Sets features to zero with a probability and scales the rest, the same ones for the same key.
  static func drop(
    count: Int, probability: Float, key: UInt64, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  // MARK: Softmax and losses

  /// Softmax over the features of each sample; input and output may be the same memory.
  static func softmax(
    count: Int, _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>)

  /// The gradient through softmax, told by its output.
  static func softmaxGradient(
    count: Int, output: UnsafePointer<Vector>, outputGradient: UnsafePointer<Vector>,
    into inputGradient: UnsafeMutablePointer<Vector>)

  /// Cross-entropy of softmax of the output; returns each sample's weighted loss.
  ///
  /// `labelSmoothing` is the share of the target that is spread over all classes.
  static func crossEntropy(
    classes: Int, labelSmoothing: Float, _ output: UnsafePointer<Vector>,
    targets: UnsafePointer<Vector>, weights: UnsafePointer<Vector>,
    gradient: UnsafeMutablePointer<Vector>
  ) -> Vector

  /// Mean squared error; returns each sample's weighted loss.
  static func meanSquaredError(
    count: Int, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector

  /// Huber's loss, quadratic up to a difference of `delta`; returns each sample's weighted loss.
  static func huberLoss(
    count: Int, delta: Float, _ output: UnsafePointer<Vector>, targets: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, gradient: UnsafeMutablePointer<Vector>
  ) -> Vector

  // MARK: Batch normalisation

  /// Normalises one channel of every block by the batch's own statistics.
  static func normalizeBatch(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, scale: Float, shift: Float,
    into output: UnsafeMutablePointer<Vector>
  ) -> BatchStatistics

  /// The gradients through that normalisation: to the input, and as result to scale and shift.
  static func normalizeBatchGradient(
    _ geometry: NormalizationGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, scale: Float, statistics: BatchStatistics,
    outputGradient: UnsafePointer<Vector>, into inputGradient: UnsafeMutablePointer<Vector>
  ) -> (scale: Float, shift: Float)

  // MARK: Layout

  /// Sixteen rows of `count` floats, `rowStride` apart, into `count` vectors.
  static func transpose(
    count: Int, _ rows: UnsafePointer<Float>, rowStride: Int,
    into output: UnsafeMutablePointer<Vector>)

  /// `count` vectors into sixteen rows, `rowStride` apart, each rounded up to sixteen with zeros.
  static func transposeBack(
    count: Int, _ input: UnsafePointer<Vector>, into rows: UnsafeMutablePointer<Float>,
    rowStride: Int)

  /// `output = factor * pixel + offset`.
  static func scalePixels(
    count: Int, factor: Float, offset: Float, _ pixels: UnsafePointer<UInt8>,
    into output: UnsafeMutablePointer<Float>)

  // MARK: Fixed points

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

  /// Each sample's weights, of sum one, for which the weighted sum of residuals is least, told by
  /// the residuals' products with each other: Anderson's acceleration. `scratch` holds
  /// `arrays * (arrays + 2)` vectors.
  static func andersonWeights(
    arrays: Int, products: UnsafePointer<Vector>, stride: Int,
    scratch: UnsafeMutablePointer<Vector>, into weights: UnsafeMutablePointer<Vector>)

  // MARK: One sample

  /// Cross-correlation of one sample and a bias. Weights are `[tap][output]` where a tap is an
  /// input channel under a place of the window: vectors of channels, rows, columns and then the
  /// channels of the vector; outputs are rounded up to whole vectors.
  static func convolveSingleImage(
    _ geometry: SingleImageConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, bias: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>)

  // MARK: Parameters

  /// The sum of `arrays` arrays, `stride` apart, in their order.
  static func sum(
    count: Int, arrays: Int, stride: Int, _ values: UnsafePointer<Float>,
    into sum: UnsafeMutablePointer<Float>)

  /// One step of stochastic gradient descent for one region of the parameters.
  static func stepSGD(_ step: SGDStep, _ memory: StepMemory, _ region: ParameterRegion)

  /// One step of AdamW for one region of the parameters.
  static func stepAdamW(_ step: AdamWStep, _ memory: StepMemory, _ region: ParameterRegion)

  /// `average += rate * (parameter - average)` for one region of the parameters.
  static func moveAverage(rate: Float, _ memory: StepMemory, _ region: ParameterRegion)
}
