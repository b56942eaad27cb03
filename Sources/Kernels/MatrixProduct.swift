package import KernelInterface

extension KernelVariant {
  /// A tile is a few rows of the matrix by a few blocks.
  ///
  /// Blocks are taken four or two at a time so that a weight, which in a large layer comes from
  /// far away, serves as many samples as possible; with one block more rows share each input.
  package static func multiply(
    _ geometry: MatrixProductGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>
  ) {
    var block = 0
    while block < geometry.blocks {
      let left = geometry.blocks - block
      let input = input + block * geometry.inputBlockStride
      let output = output + block * geometry.outputBlockStride
      #if AVX512
        if left >= 4 {
          multiplyRows(geometry, Count<6>.self, Count<4>.self, weights, bias, input, output)
          block += 4
        } else if left >= 2 {
          multiplyRows(geometry, Count<12>.self, Count<2>.self, weights, bias, input, output)
          block += 2
        } else {
          multiplyRows(geometry, Count<12>.self, Count<1>.self, weights, bias, input, output)
          block += 1
        }
      #elseif FMA
        if left >= 2 {
          multiplyRows(geometry, Count<3>.self, Count<2>.self, weights, bias, input, output)
          block += 2
        } else {
          multiplyRows(geometry, Count<6>.self, Count<1>.self, weights, bias, input, output)
          block += 1
        }
      #else
        multiplyRows(geometry, Count<3>.self, Count<1>.self, weights, bias, input, output)
        block += 1
        _ = left
      #endif
    }
  }

  /// All rows for a few blocks: tiles of `rows`, then of two and one.
  @inline(__always)
  private static func multiplyRows<let rows: Int, let blocks: Int>(
    _ geometry: MatrixProductGeometry, _: Count<rows>.Type, _ blocks: Count<blocks>.Type,
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, _ output: UnsafeMutablePointer<Vector>
  ) {
    var row = 0
    while row < geometry.rows {
      let left = geometry.rows - row
      let weights = weights + row * geometry.rowStride
      let bias = bias.map { $0 + row }
      if left >= rows {
        multiplyTile(geometry, Count<rows>.self, blocks, weights, bias, input, output + row)
        row += rows
      } else if left >= 2 {
        multiplyTile(geometry, Count<2>.self, blocks, weights, bias, input, output + row)
        row += 2
      } else {
        multiplyTile(geometry, Count<1>.self, blocks, weights, bias, input, output + row)
        row += 1
      }
    }
  }

  @inline(__always)
  private static func multiplyTile<let rows: Int, let blocks: Int>(
    _ geometry: MatrixProductGeometry, _: Count<rows>.Type, _: Count<blocks>.Type,
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, _ output: UnsafeMutablePointer<Vector>
  ) {
    let rowStride = geometry.rowStride
    let blockStride = geometry.inputBlockStride
    var sums = RegisterTile<rows, blocks>(repeating: .zero)
    if let bias {
      for row in 0..<rows {
        for block in 0..<blocks { sums[row][block] = Vector(repeating: bias[row]) }
      }
    }
    var weight = weights
    var value = input
    for _ in 0..<geometry.depth {
      for row in 0..<rows {
        let factor = Vector(repeating: weight[row &* rowStride])
        for block in 0..<blocks {
          sums[row][block] = sums[row][block].adding(factor, times: value[block &* blockStride])
        }
      }
      weight += geometry.depthStride
      value += 1
    }
    for row in 0..<rows {
      for block in 0..<blocks {
        output[block &* geometry.outputBlockStride &+ row] = sums[row][block]
      }
    }
  }
}
