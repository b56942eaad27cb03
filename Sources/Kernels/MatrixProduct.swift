package import RecognizerKernelInterface

extension KernelVariant {
  /// A tile is a few rows of the matrix by a few columns of vectors.
  ///
  /// Columns are taken four, three or two at a time so that a weight, which in a large layer comes
  /// from far away, serves as many samples as possible; with one column more rows share each input.
  package static func multiply(
    _ geometry: MatrixProductGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>
  ) {
    var column = 0
    while column < geometry.columns {
      let left = geometry.columns - column
      let input = input + column * geometry.inputColumnStride
      let output = output + column * geometry.outputColumnStride
      #if AVX512
        if left >= 4 {
          multiplyRows(geometry, Count<6>.self, Count<4>.self, weights, bias, input, output)
          column += 4
        } else if left >= 3 {
          multiplyRows(geometry, Count<8>.self, Count<3>.self, weights, bias, input, output)
          column += 3
        } else if left >= 2 {
          multiplyRows(geometry, Count<12>.self, Count<2>.self, weights, bias, input, output)
          column += 2
        } else {
          multiplyRows(geometry, Count<12>.self, Count<1>.self, weights, bias, input, output)
          column += 1
        }
      #elseif FMA
        if left >= 2 {
          multiplyRows(geometry, Count<3>.self, Count<2>.self, weights, bias, input, output)
          column += 2
        } else {
          multiplyRows(geometry, Count<6>.self, Count<1>.self, weights, bias, input, output)
          column += 1
        }
      #else
        multiplyRows(geometry, Count<3>.self, Count<1>.self, weights, bias, input, output)
        column += 1
        _ = left
      #endif
    }
  }

  /// All rows for a few columns: tiles of `rows`, then of two and one.
  @inline(always)
  private static func multiplyRows<let rows: Int, let columns: Int>(
    _ geometry: MatrixProductGeometry, _: Count<rows>.Type, _ columns: Count<columns>.Type,
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, _ output: UnsafeMutablePointer<Vector>
  ) {
    var row = 0
    while row < geometry.rows {
      let left = geometry.rows - row
      let weights = weights + row * geometry.rowStride
      let bias = bias.map { $0 + row }
      let target = output + row * geometry.outputRowStride
      if left >= rows {
        multiplyTile(geometry, Count<rows>.self, columns, weights, bias, input, target)
        row += rows
      } else if left >= 2 {
        multiplyTile(geometry, Count<2>.self, columns, weights, bias, input, target)
        row += 2
      } else {
        multiplyTile(geometry, Count<1>.self, columns, weights, bias, input, target)
        row += 1
      }
    }
  }

  @inline(always)
  private static func multiplyTile<let rows: Int, let columns: Int>(
    _ geometry: MatrixProductGeometry, _: Count<rows>.Type, _: Count<columns>.Type,
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, _ output: UnsafeMutablePointer<Vector>
  ) {
    let rowStride = geometry.rowStride
    let columnStride = geometry.inputColumnStride
    var sums = RegisterTile<rows, columns>(repeating: .zero)
    if let bias {
      for row in 0..<rows {
        for column in 0..<columns { sums[row][column] = Vector(repeating: bias[row]) }
      }
    }
    var weight = weights
    var value = input
    for _ in 0..<geometry.depth {
      for row in 0..<rows {
        let factor = Vector(repeating: weight[row &* rowStride])
        for column in 0..<columns {
          sums[row][column] = sums[row][column].adding(factor, times: value[column &* columnStride])
        }
      }
      weight += geometry.depthStride
      value += geometry.inputDepthStride
    }
    for row in 0..<rows {
      for column in 0..<columns {
        output[column &* geometry.outputColumnStride &+ row &* geometry.outputRowStride] =
          sums[row][column]
      }
    }
  }
}
