public import RecognizerFileIO
import RecognizerKernelInterface

/// A checkpoint is a safetensors file with every array that a run changes, and in its metadata the
/// architecture, the configuration, the run's progress, its data and the kernels' instruction set.
///
/// The order of samples, augmentation and dropout follow from the seed and the numbers of epoch
/// and step, so nothing of them has to be stored: a resumed run does bit for bit what the
/// uninterrupted one would have done.
extension Trainer {
  /// Writes all that ``restore(from:data:)`` needs, so that a reader sees the old file or the new.
  ///
  /// - Parameters:
  ///   - path: the file to write; one that exists is replaced.
  ///   - data: identifies the data that the run trains on, such as a digest.
  /// - Throws: `FileError` when the file cannot be written.
  public func saveCheckpoint(to path: String, data: String) throws(FileError) {
    var tensors: [SafeTensors.Tensor] = []
    for (name, array) in arrays {
      tensors.append(SafeTensors.Tensor(name: name, shape: [array.count], values: array))
    }
    if let bestParameters {
      tensors.append(
        SafeTensors.Tensor(
          name: "best", shape: [bestParameters.count], values: bestParameters))
    }
    if !epochStart.isEmpty {
      tensors.append(
        SafeTensors.Tensor(name: "epoch_start", shape: [epochStart.count], values: epochStart))
    }
    let file = SafeTensors(tensors: tensors, metadata: try metadata(data: data, path: path))
    try FileContents.write(file.bytes(), to: path)
  }

  /// Goes back to where a checkpoint was written.
  ///
  /// - Parameters:
  ///   - path: a file that ``saveCheckpoint(to:data:)`` wrote.
  ///   - data: what identified the data then.
  /// - Throws: `FileError` when the file is missing, damaged, of a run with other settings or data,
  ///   or of one on another instruction set.
  public func restore(from path: String, data: String) throws(FileError) {
    let file = try SafeTensors(try FileContents.read(path), path: path)
    let expected = try metadata(data: data, path: path)
    for key in Self.keysOfTheRun {
      guard let found = file.metadata[key] else {
        throw damaged(path, "no \(key) in it")
      }
      guard found == expected[key] else {
        throw FileError(
          .corrupt, path: path, found: Self.difference(key, found, expected[key] ?? ""),
          remedy: "use the same settings and data, or start a new run")
      }
    }
    let progress: TrainingProgress
    do {
      progress = try JSONText.decode(
        TrainingProgress.self, from: file.metadata["progress"] ?? "")
    } catch {
      throw damaged(path, "progress that cannot be read (\(error.clause))")
    }
    guard progress.isPossible else { throw damaged(path, "impossible progress") }
    for (name, target) in arrays {
      guard let tensor = file.tensor(named: name), tensor.count == target.count else {
        throw damaged(path, "no array \(name) of \(target.count) numbers")
      }
      _ = UnsafeMutableBufferPointer(mutating: target).update(fromContentsOf: tensor.values)
    }
    let best = file.tensor(named: "best")
    guard best == nil || best?.count == network.storageCount else {
      throw damaged(path, "best weights of another network")
    }
    let start = file.tensor(named: "epoch_start")
    guard start?.count ?? 0 == epochStart.count else {
      throw damaged(path, "no weights of the epoch's start")
    }
    bestParameters = best?.values
    epochStart = start?.values ?? []
    self.progress = progress
  }

  // MARK: - Implementation

  /// The texts that are the same in all checkpoints of a run, in the order of the checks.
  private static let keysOfTheRun = [
    "checkpoint_version", "architecture", "configuration", "data", "kernels",
  ]

  private static func difference(_ key: String, _ found: String, _ expected: String) -> String {
    switch key {
    case "checkpoint_version":
      "a checkpoint of version \(quoted(found)), version \(expected) is read"
    case "kernels":
      // The last bits of every sum depend on the instruction set.
      "a checkpoint of a run with the kernels for \(quoted(found)), this one uses \(expected)"
    default: "a checkpoint of another run: its \(key) differs"
    }
  }

  /// Every array that a step changes, by name.
  private var arrays: [(name: String, values: UnsafeBufferPointer<Float>)] {
    func array(_ name: String, _ floats: UnsafeMutablePointer<Float>) -> (
      name: String, values: UnsafeBufferPointer<Float>
    ) {
      (name, UnsafeBufferPointer(start: floats, count: network.storageCount))
    }
    let update = step.update
    var arrays = [array("parameters", step.workspace.parameters.floats)]
    for index in 0..<configuration.optimizer.arrayCount {
      arrays.append(
        array("optimizer.\(index)", update.optimizerArrays.floats + index * update.arrayStride))
    }
    if let average = update.average { arrays.append(array("average", average.floats)) }
    return arrays
  }

  private func metadata(data: String, path: String) throws(FileError) -> [String: String] {
    func text(_ value: some Encodable) throws(FileError) -> String {
      do {
        return String(decoding: try JSONText.encode(value), as: UTF8.self)
      } catch {
        throw FileError(
          .transferFailed, path: path, found: error.clause, remedy: "check the settings")
      }
    }
    return [
      "checkpoint_version": "3",
      "architecture": try text(network.architecture),
      "configuration": try text(configuration),
      "data": data,
      "kernels": step.workspace.kernels.name,
      "progress": try text(progress),
    ]
  }

  private func damaged(_ path: String, _ found: String) -> FileError {
    FileError(.corrupt, path: path, found: found, remedy: "start a new run")
  }
}

extension TrainingProgress {
  fileprivate var isPossible: Bool {
    [epoch, stepInEpoch, step, samples, best.epoch].allSatisfy { $0 >= 0 }
      && loss.isFinite && score.isFinite && score >= 0
  }
}

// MARK: - Progress

/// The progress of a run: with the arrays of a checkpoint, all that it needs to go on.
struct TrainingProgress: Codable, Hashable, Sendable {
  /// Completed epochs.
  var epoch = 0
  /// Completed steps of the current epoch.
  var stepInEpoch = 0
  /// Completed steps of the whole run.
  var step = 0
  /// Samples of the current epoch that have been trained on.
  var samples = 0
  /// The sum of their losses.
  var loss = 0.0
  /// The number of right answers, or the sum of the samples' mean squared differences.
  var score = 0.0
  /// Statistics of their fixed points; nil for networks without equilibrium layers.
  var fixedPoints: SolverStatistics?
  /// Where the run ends when weights and loss are at rest.
  var convergence: ConvergenceProgress?
  var best = BestEpoch()

  mutating func beginEpoch() {
    stepInEpoch = 0
    samples = 0
    loss = 0
    score = 0
    fixedPoints = nil
  }
}
