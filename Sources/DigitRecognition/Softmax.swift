#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The probabilities of one sample's logits, divided by a temperature first.
func softmax(_ logits: some Collection<Double>, temperature: Double) -> [Double] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp(($0 - largest) / temperature) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
