/// Seeded damage to a good file: a flipped bit, a changed byte, a cut, a doubled or a removed run.
struct ByteMutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func mutation(of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(3) where !bytes.isEmpty {
      let index = below(bytes.count)
      let run = index..<min(bytes.count, index + 1 + below(8))
      switch below(5) {
      case 0: bytes[index] ^= 1 << UInt8(below(8))
      case 1: bytes[index] = UInt8(below(256))
      case 2: bytes.removeLast(bytes.count - index)
      case 3: bytes.insert(contentsOf: bytes[run], at: index)
      default: bytes.removeSubrange(run)
      }
    }
    return bytes
  }
}
