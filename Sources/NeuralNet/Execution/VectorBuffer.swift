import KernelInterface

/// Zeroed memory aligned to a cache line, freed with its owner.
///
/// Workers write to disjoint parts of it at the same time; which parts is for the owner to
/// arrange, and nothing here checks it.
final class VectorBuffer: @unchecked Sendable {
  let vectors: UnsafeMutablePointer<Vector>
  let count: Int

  init(vectors count: Int) {
    // One vector more: a pointer of its own even where nothing is needed.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: (count + 1) * 64, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: (count + 1) * 64)
    vectors = memory.assumingMemoryBound(to: Vector.self)
    self.count = count
  }

  convenience init(floats count: Int) { self.init(vectors: (count + 15) / 16) }

  /// The same memory as floats.
  var floats: UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
  }

  deinit { UnsafeMutableRawPointer(vectors).deallocate() }
}
