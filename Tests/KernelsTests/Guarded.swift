import RecognizerKernelInterface

/// Vectors between two patterns that nothing may overwrite.
final class Guarded {
  private static let margin = 40
  private static let pattern = Vector(repeating: Float(bitPattern: 0x7F5A_5A5A))
  private let memory: UnsafeMutablePointer<Vector>
  let count: Int
  let vectors: UnsafeMutablePointer<Vector>

  /// Small numbers, but for the guards.
  init(_ count: Int) {
    self.count = count
    memory = .allocate(capacity: count + 2 * Self.margin)
    memory.initialize(repeating: Self.pattern, count: count + 2 * Self.margin)
    vectors = memory + Self.margin
    for i in 0..<count { vectors[i] = Vector(repeating: Float(i % 7) * 0.25 - 0.5) }
  }

  /// Floats up to the end of a vector.
  convenience init(floats: Int) { self.init((floats + 15) / 16) }

  deinit { memory.deallocate() }

  var floats: UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
  }

  var argmax: UnsafeMutablePointer<ArgmaxVector> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: ArgmaxVector.self)
  }

  var isIntact: Bool {
    let guards = [memory, vectors + count]
    return guards.allSatisfy { start in
      (0..<Self.margin).allSatisfy { index in
        (0..<16).allSatisfy { start[index][$0].bitPattern == Self.pattern[$0].bitPattern }
      }
    }
  }
}
