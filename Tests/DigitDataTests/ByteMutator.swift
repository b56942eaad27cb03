import RecognizerRandomNumbers

/// Seeded damage to a good file: a flipped bit, a changed byte, a cut, a doubled or a removed run.
struct ByteMutator {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(max(bound, 1))) }

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
