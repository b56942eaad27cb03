import KernelInterface

extension Epilogue {
  /// Vectors of a block that hold the winners of `outputs` windows.
  func recordCount(outputs: Int) -> Int {
    switch self {
    case .none, .relu: 0
    case .reluMaxPool: (outputs + 3) / 4
    }
  }

  /// A layer's record as winners.
  func winners(_ record: UnsafeMutablePointer<Vector>) -> UnsafeMutablePointer<Winners>? {
    switch self {
    case .none, .relu: nil
    case .reluMaxPool:
      UnsafeMutableRawPointer(record).assumingMemoryBound(to: Winners.self)
    }
  }

  /// The gradient to a layer's output, with what forward left for its way back.
  func error(_ pass: LayerPass) -> EpilogueError {
    switch self {
    case .none: .none(pass.outputGradient)
    case .relu: .relu(pass.outputGradient, output: pass.output)
    case .reluMaxPool:
      .reluMaxPool(
        pass.outputGradient,
        winners: UnsafeRawPointer(pass.record).assumingMemoryBound(to: Winners.self))
    }
  }
}
