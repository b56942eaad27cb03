import Foundation
import NeuralNet
import RecognizerTestSupport
import Testing

/// Teachers' answers take their place among the targets, and nothing else changes.
///
/// Targets are not to be seen from outside. So the label of a sample is changed where it must not
/// matter, and the loss of the first step is compared where it must.
@Suite struct DistillationTests {
  private static let classes: UInt8 = 4

  /// Five outputs: four classes and a refusal.
  private static func network(hidden: Int) -> Architecture {
    Architecture(
      name: "hidden \(hidden)", input: Shape(channels: 1, height: 10, width: 10),
      layers: [
        .convolution(outputs: 3, kernel: 3), .relu, .flatten, .dense(outputs: hidden), .relu,
        .dense(outputs: 5),
      ])
  }

  private static func teacher(_ hidden: Int, temperature: Float) throws -> Model {
    let architecture = network(hidden: hidden)
    let samples = TrainerTests.samples(1, seed: 1)
    return Model(
      architecture: architecture,
      parameters: try Network(architecture).initialParameters(seed: UInt64(hidden)),
      normalization: samples.normalization,
      output: .classes(
        ClassOutput(names: ["a", "b", "c", "d"], temperature: temperature).with(
          RefusalOutput(names: ["none"]))),
      provenance: Provenance(dataName: "", dataDigest: "", seed: 1, epochs: 0))
  }

  private static func teachers() throws -> [Model] {
    try [teacher(7, temperature: 0.5), teacher(12, temperature: 2)]
  }

  /// The weights after three epochs, and the loss of the first step.
  private func train(
    labels: [UInt8], _ teaching: Teaching?, threads: Int = 2
  ) throws -> (parameters: [Float], firstLoss: Double) {
    let trainer = try Trainer(
      Network(Self.network(hidden: 9)), configuration: TrainerTests.configuration,
      training: TrainerTests.samples(labels.count, seed: 1, targets: .classes(labels)),
      validation: nil, teaching: teaching, threads: threads, parameters: nil)
    var firstLoss: Double?
    _ = try trainer.run(shouldStop: { false }) { event in
      if case .step(let step) = event, firstLoss == nil { firstLoss = step.loss }
    }
    return (trainer.parameters, try #require(firstLoss))
  }

  private func labels(_ count: Int, shift: Int = 0) -> [UInt8] {
    (0..<count).map { UInt8($0 + shift) % Self.classes }
  }

  @Test func withTheWholeShareLabelsDoNotMatter() throws {
    let teaching = Teaching(try Self.teachers(), share: 1)
    let runs = try [0, 1].map { try train(labels: labels(90, shift: $0), teaching).parameters }
    #expect(runs[0] == runs[1])
    #expect(try train(labels: labels(90), nil).parameters != runs[0])
  }

  @Test func withoutAShareTeachersDoNotMatter() throws {
    let taught = try train(labels: labels(90), Teaching(Self.teachers(), share: 0)).parameters
    #expect(try train(labels: labels(90), nil).parameters == taught)
  }

  @Test func refusalsAreNotTaught() throws {
    let refusals = [UInt8](repeating: Self.classes, count: 90)
    let taught = try train(labels: refusals, Teaching(Self.teachers(), share: 0.7)).parameters
    #expect(try train(labels: refusals, nil).parameters == taught)
  }

  @Test func resultsDoNotDependOnThreads() throws {
    let teaching = Teaching([try Model(averaging: Self.teachers())], share: 0.6)
    #expect(teaching.teachers.count == 2)
    let runs = try [1, 3].map { try train(labels: labels(90), teaching, threads: $0).parameters }
    #expect(runs[0] == runs[1])
  }

  /// Cross-entropy is linear in the targets: that of the blend is the blend of both.
  @Test func theTargetIsTheBlendOfLabelAndMeanProbability() throws {
    let teachers = try Self.teachers()
    let count = TrainerTests.configuration.batchSize
    let samples = TrainerTests.samples(count, seed: 1)
    func outputs(_ architecture: Architecture, _ parameters: [Float]) throws -> [[Double]] {
      let values = Predictor(try Network(architecture), parameters: parameters)
        .outputs(of: samples).values.map(Double.init)
      return (0..<count).map { Array(values[$0 * 5..<$0 * 5 + 5]) }
    }
    func softmax(_ logits: [Double]) -> [Double] {
      let total = logits.reduce(0) { $0 + exp($1) }
      return logits.map { exp($0) / total }
    }
    var targets = (0..<count).map { sample in
      (0..<5).map { $0 == sample % 4 ? 0.25 : 0 }
    }
    for (teacher, temperature) in zip(teachers, [0.5, 2.0]) {
      for (sample, logits) in try outputs(teacher.architecture, teacher.parameters).enumerated() {
        for (index, p) in softmax(logits.prefix(4).map { $0 / temperature }).enumerated() {
          targets[sample][index] += 0.75 * p / 2
        }
      }
    }
    let student = Self.network(hidden: 9)
    let initial = try Network(student).initialParameters(seed: TrainerTests.configuration.seed)
    var loss = 0.0
    for (target, logits) in zip(targets, try outputs(student, initial)) {
      for (t, p) in zip(target, softmax(logits)) { loss -= t * log(p) / Double(count) }
    }
    let taught = try train(labels: labels(count), Teaching(teachers, share: 0.75))
    #expect(abs(taught.firstLoss - loss) < 1e-5 * loss)
  }

  @Test func teachersThatDoNotFitAreRefused() throws {
    let fitting = try Self.teacher(7, temperature: 1)
    var numbers = fitting
    numbers.output = .values(TargetScaling(mean: 0, standardDeviation: 1))
    var brighter = fitting
    brighter.normalization = InputNormalization(mean: 0.1, standardDeviation: 0.3)
    var probabilities = fitting
    probabilities.architecture.layers.append(.softmax)
    var cut = fitting
    cut.parameters = Array(cut.parameters.dropLast(16))
    for teacher in [numbers, brighter, probabilities, cut] {
      #expect(throws: TrainingError.self) {
        _ = try train(labels: labels(20), Teaching([fitting, teacher], share: 0.5))
      }
    }
  }
}

extension ClassOutput {
  func with(_ refusals: RefusalOutput) -> ClassOutput {
    var result = self
    result.refusals = refusals
    return result
  }
}
