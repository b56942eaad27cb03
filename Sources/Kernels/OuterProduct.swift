package import RecognizerKernelInterface

extension KernelVariant {
  /// Sixteen columns of the matrix are one vector, so samples are the inner loop and nothing has
  /// to be added up across a vector; for this the input comes transposed, a sample a row.
  package static func addOuterProduct(
    _ geometry: OuterProductGeometry, outputGradient: UnsafePointer<Vector>,
    transposedInput: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>
  ) {
    var column = 0
    while column < geometry.columns {
      let left = geometry.columns - column
      let input = transposedInput + column
      let gradient = gradient + column
      #if AVX512
        if left >= 64 {
          addColumns(geometry, Count<6>.self, Count<4>.self, outputGradient, input, gradient)
          column += 64
          continue
        }
        if left >= 32 {
          addColumns(geometry, Count<8>.self, Count<2>.self, outputGradient, input, gradient)
          column += 32
          continue
        }
      #elseif FMA
        if left >= 32 {
          addColumns(geometry, Count<3>.self, Count<2>.self, outputGradient, input, gradient)
          column += 32
          continue
        }
      #endif
      if left >= 16 {
        addColumns(geometry, Count<3>.self, Count<1>.self, outputGradient, input, gradient)
      } else {
        addLastColumns(geometry, left, outputGradient, input, gradient)
      }
      column += 16
    }
  }

  @inline(always)
  private static func addColumns<let rows: Int, let vectors: Int>(
    _ geometry: OuterProductGeometry, _: Count<rows>.Type, _ vectors: Count<vectors>.Type,
    _ outputGradient: UnsafePointer<Vector>, _ input: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    var row = 0
    while row + rows <= geometry.rows {
      addTile(
        geometry, Count<rows>.self, vectors, outputGradient + row * geometry.gradientRowStride,
        input,
        gradient + row * geometry.rowStride)
      row += rows
    }
    while row < geometry.rows {
      addTile(
        geometry, Count<1>.self, vectors, outputGradient + row * geometry.gradientRowStride, input,
        gradient + row * geometry.rowStride)
      row += 1
    }
  }

  @inline(always)
  private static func addTile<let rows: Int, let vectors: Int>(
    _ geometry: OuterProductGeometry, _ rows: Count<rows>.Type, _ vectors: Count<vectors>.Type,
    _ outputGradient: UnsafePointer<Vector>, _ input: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let sums = outerProduct(geometry, rows, vectors, outputGradient, input)
    for row in 0..<rows.number {
      for vector in 0..<vectors.number {
        let target = gradient + row &* geometry.rowStride + vector &* 16
        (Vector(unaligned: target) + sums[row][vector]).store(unaligned: target)
      }
    }
  }

  /// Fewer than sixteen columns: what lies behind them is the next row's and must stay.
  private static func addLastColumns(
    _ geometry: OuterProductGeometry, _ count: Int, _ outputGradient: UnsafePointer<Vector>,
    _ input: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<geometry.rows {
      let sums = outerProduct(
        geometry, Count<1>.self, Count<1>.self, outputGradient + row * geometry.gradientRowStride,
        input)
      let target = gradient + row * geometry.rowStride
      for column in 0..<count { target[column] += sums[0][0][column] }
    }
  }

  @inline(always)
  private static func outerProduct<let rows: Int, let vectors: Int>(
    _ geometry: OuterProductGeometry, _: Count<rows>.Type, _: Count<vectors>.Type,
    _ outputGradient: UnsafePointer<Vector>, _ input: UnsafePointer<Float>
  ) -> RegisterTile<rows, vectors> {
    var sums = RegisterTile<rows, vectors>(repeating: .zero)
    var value = input
    let errorStride = 16 &* geometry.gradientRowStride
    for term in 0..<geometry.terms {
      let error = UnsafeRawPointer(outputGradient + term &* geometry.termStride)
        .assumingMemoryBound(to: Float.self)
      for sample in 0..<16 {
        for row in 0..<rows {
          let factor = Vector(repeating: error[row &* errorStride &+ sample])
          for vector in 0..<vectors {
            sums[row][vector] = sums[row][vector].adding(
              factor, times: Vector(unaligned: value + vector &* 16))
          }
        }
        value += geometry.sampleStride
      }
    }
    return sums
  }
}
