extension SafeTensors {
  /// One named array; equal arrays have equal bits, so that not-a-number equals itself.
  public struct Tensor: Hashable, Sendable {
    /// What the array is called in the file.
    public let name: String
    /// The length of each axis, outermost first; a single number has none.
    public let shape: [Int]
    /// The elements as they are in a file: a slice of it, so that parsing copies nothing.
    let bytes: ArraySlice<UInt8>

    /// An array whose shape holds exactly `values`, row-major.
    public init(name: String, shape: [Int], values: some Collection<Float>) {
      let bytes =
        values.withContiguousStorageIfAvailable { [UInt8](UnsafeRawBufferPointer($0)) }
        ?? Array(values).withUnsafeBytes { [UInt8]($0) }
      self.init(name: name, shape: shape, bytes: bytes[...])
    }

    /// An array whose shape holds exactly the floats in `bytes`.
    init(name: String, shape: [Int], bytes: ArraySlice<UInt8>) {
      precondition(UInt32(littleEndian: 1) == 1, "the format's byte order is the processor's")
      precondition(name != Header.metadataKey, "\(name) is the name of the text")
      precondition(
        elementCount(shape) == bytes.count / 4,
        "\(name): \(shape) does not hold \(bytes.count / 4) elements")
      self.name = name
      self.shape = shape
      self.bytes = bytes
    }

    /// How many elements there are.
    public var count: Int { bytes.count / 4 }

    /// A copy of the elements, row-major.
    public var values: [Float] {
      [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        copyValues(to: buffer)
        initialized = count
      }
    }

    /// Copies the elements to the start of `buffer`.
    func copyValues(to buffer: UnsafeMutableBufferPointer<Float>) {
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
    }
  }
}

/// The product of `shape`, or nothing if an axis is negative or the product is out of range.
func elementCount(_ shape: [Int]) -> Int? {
  var count = 1
  for axis in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: axis)
    guard axis >= 0, !overflow else { return nil }
    count = product
  }
  return count
}
