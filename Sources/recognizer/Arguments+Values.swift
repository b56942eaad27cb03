import NeuralNet

extension Arguments {
  /// How many threads work: what was asked for, else the processors this process may use.
  var threadCount: Int { self[SharedOptions.threads].map { Int($0) } ?? Processors.available }
}
