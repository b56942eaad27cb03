package import RecognizerKernelInterface

extension KernelVariant {
  /// Weights of a linear map from `inputs` to `outputs` channels become those of its adjoint:
  /// `flipped[i][o][t] = weights[o][i][taps - 1 - t]`.
  ///
  /// - weights: `[outputs][inputs][taps]`
  /// - flipped: `[inputs][outputs][taps]`
  package static func flipAndTranspose(
    outputs: Int, inputs: Int, taps: Int, _ weights: UnsafePointer<Float>,
    into flipped: UnsafeMutablePointer<Float>
  ) {
    for output in 0..<outputs {
      for input in 0..<inputs {
        let source = weights + (output * inputs + input) * taps
        let target = flipped + (input * outputs + output) * taps
        for tap in 0..<taps { target[tap] = source[taps - 1 - tap] }
      }
    }
  }

  // MARK: - Vectors of a state

  /// `sum[i] = a[i] + b[i]`; all are `[count]` vectors.
  package static func add(
    count: Int, _ a: UnsafePointer<Vector>, _ b: UnsafePointer<Vector>,
    into sum: UnsafeMutablePointer<Vector>
  ) {
    for i in 0..<count { sum[i] = a[i] + b[i] }
  }

  /// `difference[i] = a[i] - b[i]`; all are `[count]` vectors.
  ///
  /// Returns each sample's sums of squares of the difference and of `a`.
  package static func subtract(
    count: Int, _ a: UnsafePointer<Vector>, _ b: UnsafePointer<Vector>,
    into difference: UnsafeMutablePointer<Vector>
  ) -> (difference: Vector, first: Vector) {
    var squares = (Vector.zero, Vector.zero)
    for i in 0..<count {
      let d = a[i] - b[i]
      difference[i] = d
      squares.0 = squares.0.adding(d, times: d)
      squares.1 = squares.1.adding(a[i], times: a[i])
    }
    return (squares.0, squares.1)
  }

  /// `sum over i of a[i] b[i]`, for each sample; both are `[count]` vectors.
  package static func dot(
    count: Int, _ a: UnsafePointer<Vector>, _ b: UnsafePointer<Vector>
  ) -> Vector {
    // Four sums, because each addition waits for the one before it.
    var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    var i = 0
    while i + 4 <= count {
      sums.0 = sums.0.adding(a[i], times: b[i])
      sums.1 = sums.1.adding(a[i + 1], times: b[i + 1])
      sums.2 = sums.2.adding(a[i + 2], times: b[i + 2])
      sums.3 = sums.3.adding(a[i + 3], times: b[i + 3])
      i += 4
    }
    while i < count {
      sums.0 = sums.0.adding(a[i], times: b[i])
      i += 1
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }

  /// `combination[i] = sum over k of weights[k] values[k][i]`.
  ///
  /// - values: `[arrays][count]` vectors, arrays `stride` apart
  /// - weights: `[arrays]` vectors
  /// - combination: `[count]` vectors
  package static func combine(
    count: Int, arrays: Int, stride: Int, _ values: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, into combination: UnsafeMutablePointer<Vector>
  ) {
    for i in 0..<count { combination[i] = values[i] * weights[0] }
    for array in 1..<max(arrays, 1) {
      let values = values + array * stride
      let weight = weights[array]
      for i in 0..<count { combination[i] = combination[i].adding(values[i], times: weight) }
    }
  }

  // MARK: - Anderson's acceleration

  /// Weights `w` of sum one for which `|sum_k w_k r_k|` is least: Gaussian elimination with the
  /// matrix of the residuals' products, for sixteen samples at once.
  ///
  /// - products: `[arrays][arrays]` vectors, rows `stride` apart
  /// - scratch: `[arrays + 2][arrays]` vectors
  /// - weights: `[arrays]` vectors
  ///
  /// The matrix is scaled to a diagonal of ones and moved away from singular by a little: residuals
  /// that hardly differ say little about how to weigh them.
  package static func andersonWeights(
    arrays: Int, products: UnsafePointer<Vector>, stride: Int,
    scratch matrix: UnsafeMutablePointer<Vector>, into weights: UnsafeMutablePointer<Vector>
  ) {
    let (scale, right) = (matrix + arrays * arrays, matrix + arrays * (arrays + 1))
    for i in 0..<arrays {
      let square = products[i &* stride &+ i]
      scale[i] = 1 / (square + Vector(repeating: 1e-30)).squareRoot()
      right[i] = scale[i]
    }
    for i in 0..<arrays {
      for j in 0..<arrays {
        matrix[i &* arrays &+ j] = products[i &* stride &+ j] * scale[i] * scale[j]
      }
      matrix[i &* arrays &+ i] += Vector(repeating: 1e-4)
    }
    for pivot in 0..<arrays {
      let inverse = 1 / matrix[pivot &* arrays &+ pivot]
      for row in (pivot + 1)..<max(arrays, pivot + 1) {
        let factor = matrix[row &* arrays &+ pivot] * inverse
        for column in pivot..<arrays {
          matrix[row &* arrays &+ column] -= factor * matrix[pivot &* arrays &+ column]
        }
        right[row] -= factor * right[pivot]
      }
    }
    var sum = Vector.zero
    for step in 0..<arrays {
      let row = arrays &- 1 &- step
      var value = right[row]
      for column in (row + 1)..<max(arrays, row + 1) {
        value -= matrix[row &* arrays &+ column] * weights[column]
      }
      weights[row] = value / matrix[row &* arrays &+ row]
    }
    for i in 0..<arrays {
      weights[i] *= scale[i]
      sum += weights[i]
    }
    // With residuals of zero there is nothing to weigh by.
    let isUsable = sum .> Vector(repeating: 1e-20) .| (sum .< Vector(repeating: -1e-20))
    let inverse = 1 / sum
    for i in 0..<arrays {
      let equal = Vector(repeating: 1 / Float(arrays))
      weights[i] = equal.replacing(with: weights[i] * inverse, where: isUsable)
    }
  }
}
