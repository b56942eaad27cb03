import Foundation
import NeuralNet
import RecognizerFileIO
import Testing

/// A run that was interrupted goes on as if it had not been, and only from a checkpoint of its own.
extension TrainerTests {
  /// Stops after every possible step and goes on from the file.
  @Test(arguments: [1, 4, 5, 6, 11, 14])
  func resumesBitForBit(stop: Int) throws {
    let path = NSTemporaryDirectory() + "checkpoint-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var configuration = Self.configuration
    configuration.patience = 3
    let whole = try Self.trainer(configuration: configuration)
    _ = try whole.run()

    let interrupted = try Self.trainer(configuration: configuration)
    var steps = 0
    let finished = try interrupted.run(shouldStop: { steps == stop }) { event in
      if case .step = event { steps += 1 }
    }
    #expect(!finished)
    try interrupted.saveCheckpoint(to: path, data: "bars")
    let resumed = try Self.trainer(threads: 1, configuration: configuration)
    try resumed.restore(from: path, data: "bars")
    #expect(try resumed.run())
    #expect(resumed.parameters.map(\.bitPattern) == whole.parameters.map(\.bitPattern))
  }

  @Test func aCheckpointOfAnotherRunIsRefused() throws {
    let path = NSTemporaryDirectory() + "checkpoint-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let trainer = try Self.trainer()
    try trainer.saveCheckpoint(to: path, data: "bars")
    #expect(throws: FileError.self) { try Self.trainer().restore(from: path, data: "dots") }
    var other = Self.configuration
    other.learningRate = 0.1
    let otherTrainer = try Self.trainer(configuration: other)
    let error = #expect(throws: FileError.self) {
      try otherTrainer.restore(from: path, data: "bars")
    }
    #expect(error?.found == "a checkpoint of another run: its configuration differs")

    let bytes = try FileContents.read(path)
    for length in [0, 7, 100, bytes.count / 2, bytes.count - 1] {
      try FileContents.write(Array(bytes[..<length]), to: path)
      #expect(throws: FileError.self) { try trainer.restore(from: path, data: "bars") }
    }
  }

  /// Sums of another instruction set have other last bits.
  @Test(.enabled(if: KernelChoice.available.count > 1, "needs two instruction sets"))
  func aCheckpointOfOtherKernelsIsRefused() throws {
    let path = NSTemporaryDirectory() + "checkpoint-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let trainers = try KernelChoice.available.map { kernels in
      try Trainer(
        Network(Self.network), configuration: Self.configuration,
        training: Self.samples(64, seed: 1), validation: nil, threads: 1, parameters: nil,
        kernels: kernels)
    }
    try trainers[0].saveCheckpoint(to: path, data: "bars")
    let error = #expect(throws: FileError.self) {
      try trainers[1].restore(from: path, data: "bars")
    }
    let names = KernelChoice.availableNames
    #expect(
      error?.found
        == "a checkpoint of a run with the kernels for \"\(names[0])\", this one uses \(names[1])")
    #expect(error?.description.contains("--") == false)
    try trainers[0].restore(from: path, data: "bars")
  }
}
