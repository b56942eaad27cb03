import NeuralNet
import RecognizerFileIO
import Testing

@Suite struct ModelFileMutationTests {
  @Test func aChangedFileIsReadOrRefusedButNeverTraps() throws {
    let good = try ModelFile.encode(.small, path: "f")
    var random = Xorshift(state: 1)
    var refused = 0
    for _ in 0..<4000 {
      let bytes = mutate(good, with: &random)
      refused +=
        refusal { () throws(FileError) in
          let model = try ModelFile.decode(bytes, path: "f")
          // Whatever is accepted can be written and read again.
          let copy = try ModelFile.decode(try ModelFile.encode(model, path: "f"), path: "f")
          #expect(copy == model)
        } == nil ? 0 : 1
    }
    #expect((1000..<4000).contains(refused), "\(refused)")
  }

  @Test func aChangedTextIsReadOrRefusedButNeverTraps() throws {
    let good = try SafeTensors(ModelFile.encode(.small, path: "f"), path: "f")
    let keys = good.metadata.keys.sorted()
    var random = Xorshift(state: 2)
    for round in 0..<3000 {
      let key = keys[round % keys.count]
      var metadata = good.metadata
      metadata[key] = metadata[key].map {
        String(decoding: mutate(Array($0.utf8), with: &random), as: UTF8.self)
      }
      let bytes = SafeTensors(tensors: good.tensors, metadata: metadata).bytes()
      let error = refusal { () throws(FileError) in _ = try ModelFile.decode(bytes, path: "f") }
      #expect(error == nil || error?.kind == .corrupt)
    }
  }

  /// One to three changes: a bit flipped, a digit replaced, a run removed, doubled or overwritten.
  private func mutate(_ good: [UInt8], with random: inout Xorshift) -> [UInt8] {
    var bytes = good
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(start + Int.random(in: 1...16, using: &random), bytes.count)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1, 2:
        let digits = bytes.indices.filter { (48..<58).contains(bytes[$0]) }
        guard let place = digits.randomElement(using: &random) else { continue }
        bytes[place] = Array("0123456789-.e".utf8).randomElement(using: &random) ?? 0
      case 3: bytes.removeSubrange(start..<end)
      case 4: bytes.insert(contentsOf: bytes[start..<end], at: start)
      default:
        for place in start..<end { bytes[place] = .random(in: 0...255, using: &random) }
      }
    }
    return bytes
  }
}

/// Marsaglia's xorshift (2003): the tests need the same changes on every run, nothing more.
private struct Xorshift: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
