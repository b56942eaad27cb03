import RecognizerKernelInterface

/// Trained models whose answers a network learns beside its targets.
///
/// A sample's target for the classes becomes `(1 - share) * target + share * mean(p)`, where `p` are
/// the teachers' calibrated probabilities for the sample as it was augmented. What the target says of
/// outputs that are no classes stays as it is, so teachers need not have such outputs. Hinton et al.,
/// "Distilling the Knowledge in a Neural Network", 2015, at the teachers' own temperatures.
package struct Teaching: Sendable {
  /// The models, each of one network.
  package let teachers: [Model]
  /// The teachers' fraction of the target, in 0...1.
  package let share: Float

  /// - Parameter models: models that know classes; of an ensemble each member is a teacher.
  package init(_ models: [Model], share: Float) {
    teachers = models.flatMap { $0.members.isEmpty ? [$0] : $0.members }
    self.share = share
  }

  /// Why the teachers cannot teach a network that takes such samples, in one clause.
  func problem(teaching network: Network, _ samples: PixelSamples) -> String? {
    guard case .classes = samples.targets else {
      return "teachers, and numbers as targets; teachers know classes"
    }
    for teacher in teachers {
      guard let classes = teacher.output.classes else { return "a teacher that predicts numbers" }
      if let mismatch = teacher.mismatch { return "a teacher with \(mismatch)" }
      if teacher.architecture.input != network.architecture.input
        || teacher.normalization != samples.normalization
      {
        return "a teacher for other inputs"
      }
      if classes.names.count > network.outputCount {
        return "a teacher with more classes than the network has outputs"
      }
      // Its outputs would have to become logits again.
      if teacher.architecture.layers.last == .softmax {
        return "a teacher whose outputs are probabilities; choose one trained with cross-entropy"
      }
    }
    return nil
  }
}

/// The teachers at work: before each step they answer its samples and blend the targets.
///
/// A batch is loaded and augmented once, into rows that the teachers and then the network read.
/// Allocates nothing in a step.
final class Distillation: SampleSource, ShardedWork, @unchecked Sendable {
  private struct Teacher {
    let runner: BatchRunner
    let temperature: Float
    let classCount: Int
  }

  private let teachers: [Teacher]
  private let share: Float
  private let team: ThreadTeam
  private let featureCount: Int
  /// The batch's features, sample after sample.
  private let rows: VectorBuffer
  /// Bytes that a worker needs while it loads.
  private let scratch: VectorBuffer
  /// A teacher's outputs, and the sums of all teachers' probabilities, sample after sample.
  private let outputs: VectorBuffer
  private let sums: VectorBuffer
  private var source: (any SampleSource)?
  private var samples = 0

  /// - Precondition: the teachers have no ``Teaching/problem(teaching:_:)``.
  init(_ teaching: Teaching, student: Workspace, team: ThreadTeam) {
    share = teaching.share
    self.team = team
    featureCount = student.network.inputCount
    let (blocks, kernels) = (student.capacity, student.kernels)
    teachers = teaching.teachers.compactMap { model in
      guard let network = try? Network(model.architecture), let classes = model.output.classes
      else { return nil }
      let workspace = Workspace(
        .inference(network), blocks: blocks, workers: team.count, kernels: kernels)
      model.weights.copy(to: workspace.parameters.floats)
      workspace.prepare()
      return Teacher(
        runner: BatchRunner(workspace, team: team), temperature: classes.temperature,
        classCount: classes.names.count)
    }
    rows = VectorBuffer(floats: blocks * 16 * featureCount)
    scratch = VectorBuffer(vectors: team.count * Self.scratchCount(featureCount))
    let count = teachers.map(\.runner.workspace.network.outputCount).max() ?? 0
    outputs = VectorBuffer(floats: blocks * 16 * count)
    sums = VectorBuffer(floats: blocks * 16 * count)
  }

  /// Has the teachers answer a batch, and blends their answers into the targets of `student`.
  ///
  /// Afterwards this is the source of the batch's samples.
  func teach(_ student: Workspace, samples: Int, from source: any SampleSource) {
    (self.source, self.samples) = (source, samples)
    team.run((samples + 15) / 16, self)
    guard let first = teachers.first else { return }
    let classCount = first.classCount
    sums.floats.update(repeating: 0, count: samples * classCount)
    for index in teachers.indices { add(teachers[index]) }
    for sample in 0..<samples {
      blend(sums.floats + sample * classCount, classCount, into: student.targets(at: sample))
    }
  }

  func load(
    position: Int, into features: UnsafeMutableBufferPointer<Float>,
    scratch: UnsafeMutableBufferPointer<UInt8>
  ) {
    features.baseAddress?.update(
      from: rows.floats + position * featureCount, count: featureCount)
  }

  /// Loads the samples of a block.
  func run(shard block: Int, worker: Int) {
    let bytes = UnsafeMutableBufferPointer(
      start: UnsafeMutableRawPointer(
        scratch.vectors + worker * Self.scratchCount(featureCount)
      ).assumingMemoryBound(to: UInt8.self), count: 2 * featureCount)
    for position in block * 16..<min(block * 16 + 16, samples) {
      source?.load(
        position: position,
        into: UnsafeMutableBufferPointer(
          start: rows.floats + position * featureCount, count: featureCount),
        scratch: bytes)
    }
  }

  // MARK: - Implementation

  /// Vectors of a worker's scratch, with a cache line between two workers'.
  private static func scratchCount(_ features: Int) -> Int { (2 * features + 63) / 64 + 1 }

  private func add(_ teacher: Teacher) {
    let workspace = teacher.runner.workspace
    teacher.runner.begin(samples: samples, from: self)
    teacher.runner.run(workspace.plan.phases)
    workspace.copyOutputs(samples: samples, to: outputs.floats)
    for sample in 0..<samples {
      Probabilities.add(
        outputs.floats + sample * workspace.network.outputCount, count: teacher.classCount,
        temperature: teacher.temperature, to: sums.floats + sample * teacher.classCount)
    }
  }

  /// - Parameter target: one number every sixteen floats.
  private func blend(
    _ sums: UnsafeMutablePointer<Float>, _ count: Int, into target: UnsafeMutablePointer<Float>
  ) {
    var mass: Float = 0
    for output in 0..<count { mass += target[16 * output] }
    let weight = share * mass / Float(teachers.count)
    for output in 0..<count {
      target[16 * output] = (1 - share) * target[16 * output] + weight * sums[output]
    }
  }
}
