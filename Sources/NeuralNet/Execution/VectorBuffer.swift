import RecognizerKernelInterface

#if canImport(Glibc)
  import Glibc
#endif

/// Zeroed memory aligned to a cache line, freed with its owner.
///
/// Workers write to disjoint parts of it at the same time; which parts is for the owner to
/// arrange, and nothing here checks it.
final class VectorBuffer: @unchecked Sendable {
  let vectors: UnsafeMutablePointer<Vector>
  let count: Int

  private static let hugePage = 1 << 21

  init(vectors count: Int) {
    // One vector more: a pointer of its own even where nothing is needed.
    let size = (count + 1) * 64
    let isLarge = size >= Self.hugePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: size, alignment: isLarge ? Self.hugePage : 64)
    #if canImport(Glibc)
      // Planes lie far apart: with small pages the address of every other row has to be looked up.
      // That the system knows no huge pages is no error.
      if isLarge { madvise(memory, size, MADV_HUGEPAGE) }
    #endif
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
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
