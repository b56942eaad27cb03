/// All weights of a network: an array, or the arrays of a file in memory that stays.
///
/// The shipped model is part of the program. Reading it where it lies saves each start a copy and
/// the memory for it.
package struct Weights: Hashable, @unchecked Sendable {
  /// One tensor of a file.
  struct Array {
    /// The tensor's place among all weights.
    let range: Range<Int>
    /// Its elements: four bytes each, at any address.
    let bytes: UnsafeRawBufferPointer
  }

  private enum Storage {
    case array([Float])
    /// The elements of each tensor by the start of its range, in memory that nobody writes.
    case resident([Int: UnsafeBufferPointer<Float>], count: Int)
  }

  private let storage: Storage

  /// Weights in an array, each tensor at its ``ParameterTensor/range``.
  package init(_ values: [Float]) { storage = .array(values) }

  /// Weights in a file.
  ///
  /// - Parameters:
  ///   - arrays: all tensors, in the order of their ranges.
  ///   - areResident: whether the bytes stay as they are for good, so that they need no copy.
  init(_ arrays: [Array], areResident: Bool) {
    let isAligned = arrays.allSatisfy { Int(bitPattern: $0.bytes.baseAddress) % 4 == 0 }
    guard areResident, isAligned else {
      storage = .array(Self.copy(of: arrays))
      return
    }
    storage = .resident(
      Dictionary(
        uniqueKeysWithValues: arrays.map {
          ($0.range.lowerBound, $0.bytes.assumingMemoryBound(to: Float.self))
        }), count: arrays.last?.range.upperBound ?? 0)
  }

  /// Their number, with the gaps that align tensors.
  package var count: Int {
    switch storage {
    case .array(let values): values.count
    case .resident(_, let count): count
    }
  }

  /// All of them in one array: a copy if they lie in a file's memory.
  package var values: [Float] {
    switch storage {
    case .array(let values): values
    case .resident(_, let count):
      [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        buffer.initialize(repeating: 0)
        if let start = buffer.baseAddress { copy(to: start) }
        initialized = count
      }
    }
  }

  /// Copies each tensor to its range in ``count`` floats, whose gaps keep what they hold.
  package func copy(to floats: UnsafeMutablePointer<Float>) {
    switch storage {
    case .array(let values): floats.update(from: values, count: values.count)
    case .resident(let tensors, _):
      for (start, elements) in tensors {
        guard let source = elements.baseAddress else { continue }
        (floats + start).update(from: source, count: elements.count)
      }
    }
  }

  /// Calls `body` with the elements of one tensor, where they lie.
  ///
  /// - Precondition: `range` is that of a tensor.
  package func withElements<Result>(
    of range: Range<Int>, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    switch storage {
    case .array(let values):
      return values.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    case .resident(let tensors, _):
      guard let elements = tensors[range.lowerBound], elements.count == range.count else {
        preconditionFailure("no tensor at \(range)")
      }
      return body(elements)
    }
  }

  package static func == (one: Weights, other: Weights) -> Bool { one.values == other.values }

  package func hash(into hasher: inout Hasher) { hasher.combine(values) }

  private static func copy(of arrays: [Array]) -> [Float] {
    let count = arrays.last?.range.upperBound ?? 0
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      var end = 0
      for array in arrays {
        // The gap that aligns a tensor holds zeros.
        buffer[end..<array.range.lowerBound].initialize(repeating: 0)
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[array.range]))
          .copyMemory(from: array.bytes)
        end = array.range.upperBound
      }
      initialized = count
    }
  }
}
