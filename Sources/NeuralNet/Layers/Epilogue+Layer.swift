import RecognizerKernelInterface

extension Epilogue {
  /// Vectors of a block that hold the argmax of `outputs` windows.
  func savedCount(outputs: Int) -> Int {
    switch self {
    case .none, .relu: 0
    case .reluMaxPool: (outputs + 3) / 4
    }
  }

  /// A layer's record as argmax.
  func argmax(_ record: UnsafeMutablePointer<Vector>) -> UnsafeMutablePointer<ArgmaxVector>? {
    switch self {
    case .none, .relu: nil
    case .reluMaxPool:
      UnsafeMutableRawPointer(record).assumingMemoryBound(to: ArgmaxVector.self)
    }
  }

  /// The gradient to a layer's output, with what forward left for its way back.
  func error(_ context: LayerContext) -> EpilogueGradient {
    switch self {
    case .none: .none(context.outputGradient)
    case .relu: .relu(context.outputGradient, output: context.output)
    case .reluMaxPool:
      .reluMaxPool(
        context.outputGradient,
        argmax: UnsafeRawPointer(context.saved).assumingMemoryBound(to: ArgmaxVector.self))
    }
  }
}
