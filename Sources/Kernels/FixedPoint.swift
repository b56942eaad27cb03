package import RecognizerKernelInterface

extension KernelVariant {
  package static func add(
    count: Int, _ a: UnsafePointer<Vector>, _ b: UnsafePointer<Vector>,
    into sum: UnsafeMutablePointer<Vector>
  ) {
    for i in 0..<count { sum[i] = a[i] + b[i] }
  }

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

  /// Gaussian elimination for sixteen samples at once.
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
    // Nothing left to weigh by: the residuals are zero.
    let isUsable = sum .> Vector(repeating: 1e-20) .| (sum .< Vector(repeating: -1e-20))
    let inverse = 1 / sum
    for i in 0..<arrays {
      let equal = Vector(repeating: 1 / Float(arrays))
      weights[i] = equal.replacing(with: weights[i] * inverse, where: isUsable)
    }
  }
}
