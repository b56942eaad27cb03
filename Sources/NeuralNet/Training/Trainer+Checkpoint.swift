public import RecognizerFileIO

/// A checkpoint is a safetensors file with every array that a run changes, and in its metadata the
/// architecture, the configuration, how far the run has come and what data it trains on.
///
/// The order of samples, augmentation and dropout follow from the seed and the numbers of epoch
/// and step, so nothing of them has to be stored: a resumed run does bit for bit what the
/// uninterrupted one would have done.
extension Trainer {
  /// Writes all that ``restore(from:data:)`` needs, so that a reader sees the old file or the new.
  ///
  /// - Parameter data: what the run trains on, such as a digest: another run is refused by it.
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
  /// - Throws: `FileError` when the file is missing, damaged, or of another run.
  public func restore(from path: String, data: String) throws(FileError) {
    let file = try SafeTensors(try FileContents.read(path), path: path)
    let expected = try metadata(data: data, path: path)
    for key in expected.keys.sorted() where key != "progress" {
      guard let found = file.metadata[key] else {
        throw damaged(path, "no \(key) in it")
      }
      guard found == expected[key] else {
        throw FileError(
          .corrupt, path: path, found: "a checkpoint of another run: its \(key) differs",
          remedy: "use the same options and data, or start again without --resume")
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
    guard best == nil || best?.count == network.flatCount else {
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

  /// Every array that a step changes, by name.
  private var arrays: [(name: String, values: UnsafeBufferPointer<Float>)] {
    let count = network.flatCount
    var arrays = [
      (
        name: "parameters",
        values: UnsafeBufferPointer(start: UnsafePointer(workspace.parameters.floats), count: count)
      )
    ]
    for index in 0..<configuration.optimizer.stateArrays {
      let start = UnsafePointer(update.optimizerState.floats + index * update.stateStride)
      arrays.append(("optimizer.\(index)", UnsafeBufferPointer(start: start, count: count)))
    }
    if let average = update.average {
      arrays.append(
        ("average", UnsafeBufferPointer(start: UnsafePointer(average.floats), count: count)))
    }
    return arrays
  }

  private func metadata(data: String, path: String) throws(FileError) -> [String: String] {
    func text(_ value: some Encodable) throws(FileError) -> String {
      do {
        return String(decoding: try JSONText.encode(value), as: UTF8.self)
      } catch {
        throw FileError(
          .transferFailed, path: path, found: error.clause, remedy: "check the options")
      }
    }
    return [
      "checkpoint_version": "2",
      "architecture": try text(network.architecture),
      "configuration": try text(configuration),
      "data": data,
      "progress": try text(progress),
    ]
  }

  private func damaged(_ path: String, _ found: String) -> FileError {
    FileError(.corrupt, path: path, found: found, remedy: "start again without --resume")
  }
}

extension TrainingProgress {
  fileprivate var isPossible: Bool {
    [epoch, stepInEpoch, step, samples, bestEpoch].allSatisfy { $0 >= 0 }
      && loss.isFinite && score.isFinite && score >= 0
  }
}
