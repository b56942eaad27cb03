package import RecognizerKernelInterface

extension KernelVariant {
  /// `output[c][r] = bias[r] + sum over d of weights[r][d] input[c][d]`, all strides as `geometry`
  /// has them.
  ///
  /// - weights: `[rows][depth]`
  /// - bias: `[rows]`
  /// - input: `[columns][depth]` vectors
  /// - output: `[columns][rows]` vectors
  ///
  /// Loops: tiles of columns, tiles of rows; in a tile the depth. Columns are taken several at a
  /// time so that a weight, which in a large layer comes from far away, serves as many samples as
  /// possible; with fewer columns more rows share each input.
  package static func multiply(
    _ geometry: MatrixProductGeometry, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ input: UnsafePointer<Vector>, into output: UnsafeMutablePointer<Vector>
  ) {
    forEachTile(
      of: geometry.columns, Tiles.ProductColumns.self,
      ProductColumns(
        geometry: geometry, weights: weights, bias: bias, input: input, output: output))
  }

  // MARK: - Gradient

  /// `gradient[r][c] += sum over terms and samples of outputGradient[t][r] input[t][sample][c]`.
  ///
  /// - outputGradient: `[terms][rows]` vectors
  /// - transposedInput: `[terms][sample][columns]` floats, readable up to whole vectors
  /// - gradient: `[rows][columns]`
  ///
  /// Loops: tiles of columns, tiles of rows; in a tile terms and samples. Sixteen columns of the
  /// matrix are one vector, so samples are the inner loop and nothing has to be added up across a
  /// vector; for this the input comes transposed, a sample per row.
  package static func addOuterProduct(
    _ geometry: OuterProductGeometry, outputGradient: UnsafePointer<Vector>,
    transposedInput: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>
  ) {
    let vectors = geometry.columns / 16
    forEachTile(
      of: vectors, Tiles.OuterProductVectors.self,
      OuterProductVectors(
        geometry: geometry, outputGradient: outputGradient, input: transposedInput,
        gradient: gradient))
    let left = geometry.columns - vectors * 16
    guard left > 0 else { return }
    addLastColumns(
      geometry, left, outputGradient, transposedInput + vectors * 16, gradient + vectors * 16)
  }

  /// Fewer than sixteen columns: what follows them is the next row's and must stay.
  private static func addLastColumns(
    _ geometry: OuterProductGeometry, _ count: Int, _ outputGradient: UnsafePointer<Vector>,
    _ input: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<geometry.rows {
      let sums = outerProduct(
        geometry, Count<1>.self, Count<1>.self, outputGradient + row * geometry.gradientRowStride,
        input)
      let target = gradient + row * geometry.rowStride
      for column in 0..<count {
        target[column] = sums[0][0][column] + (geometry.overwrites ? 0 : target[column])
      }
    }
  }
}

// MARK: - Tiles of a product

/// Tiles of columns of a product, of the height that fits their width.
private struct ProductColumns: TileBody {
  let geometry: MatrixProductGeometry
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let input: UnsafePointer<Vector>
  let output: UnsafeMutablePointer<Vector>

  @inline(always)
  func tile<let columns: Int>(_: Count<columns>.Type, at column: Int) {
    let rows = ProductRows<columns>(
      geometry: geometry, weights: weights, bias: bias,
      input: input + column * geometry.inputColumnStride,
      output: output + column * geometry.outputColumnStride)
    switch columns {
    case 4: forEachTile(of: geometry.rows, Tiles.ProductRowsBy4.self, rows)
    case 3: forEachTile(of: geometry.rows, Tiles.ProductRowsBy3.self, rows)
    case 2: forEachTile(of: geometry.rows, Tiles.ProductRowsBy2.self, rows)
    default: forEachTile(of: geometry.rows, Tiles.ProductRowsBy1.self, rows)
    }
  }
}

/// Tiles of rows of a few columns.
private struct ProductRows<let columns: Int>: TileBody {
  let geometry: MatrixProductGeometry
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let input: UnsafePointer<Vector>
  let output: UnsafeMutablePointer<Vector>

  @inline(always)
  func tile<let rows: Int>(_: Count<rows>.Type, at first: Int) {
    let rowStride = geometry.rowStride
    let columnStride = geometry.inputColumnStride
    var sums = RegisterTile<rows, columns>(repeating: .zero)
    if let bias {
      for row in 0..<rows {
        for column in 0..<columns {
          sums[row][column] = Vector(repeating: bias[first &+ row])
        }
      }
    }
    var weight = weights + first * rowStride
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
    let target = output + first * geometry.outputRowStride
    for row in 0..<rows {
      for column in 0..<columns {
        target[column &* geometry.outputColumnStride &+ row &* geometry.outputRowStride] =
          sums[row][column]
      }
    }
  }
}

// MARK: - Tiles of an outer product

/// Tiles of sixteen columns each, of the height that fits their width.
private struct OuterProductVectors: TileBody {
  let geometry: OuterProductGeometry
  let outputGradient: UnsafePointer<Vector>
  let input: UnsafePointer<Float>
  let gradient: UnsafeMutablePointer<Float>

  @inline(always)
  func tile<let vectors: Int>(_: Count<vectors>.Type, at vector: Int) {
    let rows = OuterProductRows<vectors>(
      geometry: geometry, outputGradient: outputGradient, input: input + 16 * vector,
      gradient: gradient + 16 * vector)
    switch vectors {
    case 4: forEachTile(of: geometry.rows, Tiles.OuterProductRowsBy4.self, rows)
    case 2: forEachTile(of: geometry.rows, Tiles.OuterProductRowsBy2.self, rows)
    default: forEachTile(of: geometry.rows, Tiles.OuterProductRowsBy1.self, rows)
    }
  }
}

/// Tiles of rows of a few vectors of columns.
private struct OuterProductRows<let vectors: Int>: TileBody {
  let geometry: OuterProductGeometry
  let outputGradient: UnsafePointer<Vector>
  let input: UnsafePointer<Float>
  let gradient: UnsafeMutablePointer<Float>

  @inline(always)
  func tile<let rows: Int>(_ rows: Count<rows>.Type, at first: Int) {
    let sums = outerProduct(
      geometry, rows, Count<vectors>.self, outputGradient + first * geometry.gradientRowStride,
      input)
    let target = gradient + first &* geometry.rowStride
    if geometry.overwrites {
      for row in 0..<rows.number {
        for vector in 0..<vectors {
          sums[row][vector].store(unaligned: target + (row &* geometry.rowStride &+ vector &* 16))
        }
      }
    } else {
      for row in 0..<rows.number {
        for vector in 0..<vectors {
          let place = target + (row &* geometry.rowStride &+ vector &* 16)
          (Vector(unaligned: place) + sums[row][vector]).store(unaligned: place)
        }
      }
    }
  }
}

@inline(always)
private func outerProduct<let rows: Int, let vectors: Int>(
  _ geometry: OuterProductGeometry, _: Count<rows>.Type, _: Count<vectors>.Type,
  _ outputGradient: UnsafePointer<Vector>, _ input: UnsafePointer<Float>
) -> RegisterTile<rows, vectors> {
  var sums = RegisterTile<rows, vectors>(repeating: .zero)
  var value = input
  let rowStride = 16 &* geometry.gradientRowStride
  for term in 0..<geometry.terms {
    let factors = UnsafeRawPointer(outputGradient + term &* geometry.termStride)
      .assumingMemoryBound(to: Float.self)
    for sample in 0..<16 {
      for row in 0..<rows {
        let factor = Vector(repeating: factors[row &* rowStride &+ sample])
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
