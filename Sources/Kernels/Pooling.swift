package import RecognizerKernelInterface

extension KernelVariant {
  /// The largest value of each window.
  ///
  /// - input: `[planes][rows][columns]` vectors
  /// - output: `[planes][outputHeight][outputWidth]` vectors
  package static func maxPool(
    _ geometry: PoolingGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    forEachWindow(geometry) { first, target in
      var largest = input[first]
      forEachElement(geometry, first) { index in
        largest = largest.replacing(with: input[index], where: input[index] .> largest)
      }
      output[target] = largest
    }
  }

  /// Each output's gradient goes to the first largest input of its window.
  ///
  /// - input, inputGradient: `[planes][rows][columns]` vectors
  /// - outputGradient: `[planes][outputHeight][outputWidth]` vectors
  ///
  /// The winner is found again from the input: to remember it would cost more traffic to memory.
  package static func maxPoolGradient(
    _ geometry: PoolingGeometry, _ input: UnsafePointer<Vector>,
    outputGradient: UnsafePointer<Vector>, into inputGradient: UnsafeMutablePointer<Vector>
  ) {
    inputGradient.update(
      repeating: .zero, count: geometry.planes * geometry.input.plane)
    forEachWindow(geometry) { first, target in
      var largest = input[first]
      forEachElement(geometry, first) { index in
        largest = largest.replacing(with: input[index], where: input[index] .> largest)
      }
      // The rest of the gradient once the first largest element of a sample has taken it.
      var gradient = outputGradient[target]
      forEachElement(geometry, first) { index in
        let wins = input[index] .== largest
        inputGradient[index] += gradient.zeroed(unless: wins)
        gradient = gradient.replacing(with: Vector.zero, where: wins)
      }
    }
  }

  /// The mean of each window.
  ///
  /// - input: `[planes][rows][columns]` vectors
  /// - output: `[planes][outputHeight][outputWidth]` vectors
  package static func averagePool(
    _ geometry: PoolingGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let inverseArea = Vector(repeating: 1 / Float(geometry.size * geometry.size))
    forEachWindow(geometry) { first, target in
      var sum = Vector.zero
      forEachElement(geometry, first) { index in sum += input[index] }
      output[target] = sum * inverseArea
    }
  }

  /// Each output's gradient goes to all inputs of its window in equal fractions.
  ///
  /// - outputGradient: `[planes][outputHeight][outputWidth]` vectors
  /// - inputGradient: `[planes][rows][columns]` vectors
  package static func averagePoolGradient(
    _ geometry: PoolingGeometry, outputGradient: UnsafePointer<Vector>,
    into inputGradient: UnsafeMutablePointer<Vector>
  ) {
    inputGradient.update(
      repeating: .zero, count: geometry.planes * geometry.input.plane)
    let inverseArea = Vector(repeating: 1 / Float(geometry.size * geometry.size))
    forEachWindow(geometry) { first, target in
      let gradient = outputGradient[target] * inverseArea
      forEachElement(geometry, first) { index in inputGradient[index] += gradient }
    }
  }

  // MARK: - Windows

  /// Calls `body` with the first input vector and the output vector of every window.
  @inline(always)
  private static func forEachWindow(
    _ geometry: PoolingGeometry, _ body: (_ first: Int, _ output: Int) -> Void
  ) {
    let (input, output) = (geometry.input, geometry.output)
    for plane in 0..<geometry.planes {
      for row in 0..<geometry.outputHeight {
        var first = plane &* input.plane &+ row &* geometry.stride &* input.row
        var target = plane &* output.plane &+ row &* output.row
        for _ in 0..<geometry.outputWidth {
          body(first, target)
          first += geometry.stride
          target += 1
        }
      }
    }
  }

  /// Calls `body` with every input vector of the window that starts at `first`.
  @inline(always)
  private static func forEachElement(
    _ geometry: PoolingGeometry, _ first: Int, _ body: (Int) -> Void
  ) {
    for row in 0..<geometry.size {
      for column in 0..<geometry.size {
        body(first &+ row &* geometry.input.row &+ column)
      }
    }
  }
}
