import DigitData
import DigitRecognition
import FileIO
import NeuralNet

/// One run of `train`: data, checkpoints, progress, log, and the model at the end.
struct TrainingSession {
  private let console: Console
  private let isJSON: Bool
  private let dataFolder: String
  private let output: String
  private let resumes: Bool
  private let threads: Int
  private let training: DigitTraining
  private var log: TrainingLog?

  private var checkpoint: String { output + ".checkpoint" }

  /// Prepares what the command line asks for.
  init(_ arguments: Arguments, console: Console) throws {
    self.console = console
    isJSON = arguments[SharedOptions.json]
    threads = arguments.threadCount
    output = arguments[TrainCommand.output]
    resumes = arguments[TrainCommand.resume]
    let architecture = try ArchitectureName.resolve(arguments[TrainCommand.architecture])
    dataFolder = try arguments[SharedOptions.data] ?? DefaultPaths().data()
    let initial = try arguments[TrainCommand.initial].map { path throws(FileError) in
      try ModelFile.load(path)
    }
    let data = try LabeledImages(folder: dataFolder, split: .train) { path, reason in
      console.warn("\(path): left out (\(reason))")
    }
    let configuration = TrainCommand.configuration(arguments, for: architecture)
    let augmentation = TrainCommand.augmentation(arguments, for: architecture)
    training = try DigitTraining(
      architecture: architecture, configuration: configuration, data: data,
      dataName: Self.lastComponent(of: dataFolder),
      validationCount: Self.validationCount(arguments, of: data.count),
      augmentation: augmentation.augmentation(seed: configuration.seed),
      augmentationName: augmentation.rawValue, threads: threads, initial: initial)
    log = arguments[TrainCommand.log].map {
      TrainingLog(path: $0, continues: arguments[TrainCommand.resume])
    }
    let network = training.trainer.network
    console.note(
      "\(architecture.name): \(network.parameterCount) parameters, "
        + "\(data.count - (training.validation?.count ?? 0)) images to train on, "
        + "\(training.validation?.count ?? 0) to validate, \(threads) thread\(threads == 1 ? "" : "s"), "
        + "\(kernelsInUse)")
  }

  /// Trains, saves and measures.
  mutating func run() throws -> ExitCode {
    let trainer = training.trainer
    // A run that could not save at the end is better refused at the start.
    try prepareCheckpoint()
    Interruption.install()
    let watch = Stopwatch()
    let finished = try train()
    guard finished else {
      try trainer.saveCheckpoint(to: checkpoint, data: training.identity())
      console.note(
        "saved \(checkpoint) after \(trainer.epochsDone) epochs; go on with --resume")
      throw Interrupted()
    }
    let testAccuracy = try save()
    try FileContents.remove(checkpoint)
    try report(seconds: watch.seconds, testAccuracy: testAccuracy)
    return .success
  }

  // MARK: - Implementation

  private func prepareCheckpoint() throws(FileError) {
    let trainer = training.trainer
    if resumes {
      try trainer.restore(from: checkpoint, data: training.identity())
      console.note("resumed after \(trainer.epochsDone) epochs")
    } else {
      // Not a whole checkpoint: the digest of the data in it is still being computed.
      try FileContents.write([], to: checkpoint)
      try FileContents.remove(checkpoint)
    }
  }

  private mutating func train() throws -> Bool {
    let trainer = training.trainer
    var progress: Progress?
    var log = self.log
    var hasCheckpoint = resumes
    let epochs = trainer.configuration.epochs
    let finished = try trainer.run(shouldStop: { Interruption.isRequested }) { event in
      switch event {
      case .step(let step):
        // As soon as the data's digest is known: a run that is killed in its first epoch can go on.
        if !hasCheckpoint && training.isIdentityKnown {
          try trainer.saveCheckpoint(to: checkpoint, data: training.identity())
          hasCheckpoint = true
        }
        if progress == nil {
          progress = Progress(
            "epoch \(step.epoch)/\(epochs)", unit: "images", total: step.samplesPerEpoch,
            console: console)
        }
        progress?.update(
          completed: step.samples,
          detail: "loss \(fixed(step.loss, places: 4))  accuracy \(percent(step.accuracy))"
            + Self.settling(step.fixedPoints))
      case .epoch(let epoch):
        progress?.finish(Self.summary(of: epoch, epochs: epochs))
        progress = nil
        try trainer.saveCheckpoint(to: checkpoint, data: training.identity())
        let line = try JSONLine.text(of: EpochLine(epoch))
        try log?.append(line)
        if isJSON {
          try console.writeLine(line)
          try console.flush()
        }
      case .converged(let report):
        console.note(Self.text(of: report))
      case .stoppedEarly(let best):
        console.note("stopped early: epoch \(best) was the best and is kept")
      }
    }
    progress?.finish()
    self.log = log
    return finished
  }

  private static func summary(of epoch: EpochReport, epochs: Int) -> String {
    var text =
      "epoch \(epoch.epoch)/\(epochs)  loss \(fixed(epoch.trainLoss, places: 4))  "
      + "accuracy \(percent(epoch.trainAccuracy))"
    if let loss = epoch.validationLoss, let accuracy = epoch.validationAccuracy {
      text += "  validation loss \(fixed(loss, places: 4))  accuracy \(percent(accuracy))"
    }
    return text + settling(epoch.fixedPoints) + "  \(Int(epoch.imagesPerSecond)) images/s"
  }

  private static func text(of report: ConvergenceReport) -> String {
    let last = report.last.map { "the \($0.rawValue) settled last" } ?? "both settled together"
    return "converged: at rest for \(report.epochs) epochs, \(last); the last epoch moved the "
      + "weights by \(scientific(report.weightChange)) of their length and the loss by "
      + "\(scientific(report.lossChange)) of the first epoch's"
  }

  private static func settling(_ tally: FixedPointTally?) -> String {
    guard let tally else { return "" }
    let text =
      "  iterations \(fixed(tally.meanIterations, places: 1)) + "
      + "\(fixed(tally.meanBackwardIterations, places: 1))  "
      + "residual \(fixed(tally.meanResidual, places: 5))"
    guard tally.found < tally.count else { return text }
    return text + "  \(tally.count - tally.found) of \(tally.count) not settled"
  }

  /// - Returns: the accuracy on the test set, where the data has one.
  private func save() throws -> Double? {
    var model = try training.model(toolVersion: Program.version)
    let accuracy = try testAccuracy(model)
    if let accuracy { model.provenance.figures["test_accuracy"] = accuracy }
    try ModelFile.save(model, to: output)
    return accuracy
  }

  private func testAccuracy(_ model: Model) throws -> Double? {
    guard LabeledImages.hasIDXFiles(in: dataFolder),
      let test = try? LabeledImages.load(from: dataFolder, split: .test)
    else { return nil }
    let recognizer = try Recognizer(model: model, threads: threads, batch: 256)
    let probabilities = recognizer.probabilities(of: test.samples(model.normalization))
    let classes = model.classNames.count
    let correct = test.labels.indices.count { sample in
      let own = probabilities[sample * classes..<(sample + 1) * classes]
      return own.indices.max { own[$0] < own[$1] } == sample * classes + Int(test.labels[sample])
    }
    return Double(correct) / Double(max(test.count, 1))
  }

  private func report(seconds: Double, testAccuracy: Double?) throws {
    let network = training.trainer.network
    if isJSON {
      try console.writeJSON(
        LastLine(
          model: output, parameters: network.parameterCount,
          seconds: rounded(seconds, places: 3), testAccuracy: testAccuracy))
    } else {
      let measured = testAccuracy.map { ", \(percent($0)) of the test set right" } ?? ""
      try console.writeLine("\(output): trained in \(fixed(seconds, places: 1)) s\(measured)")
    }
    console.note("try: recognizer classify --model \(output) IMAGE.png")
  }

  /// What was asked for; of a small data set no more than a tenth unless it was.
  private static func validationCount(_ arguments: Arguments, of count: Int) -> Int {
    let wanted = arguments[TrainCommand.validation]
    return arguments.isGiven(TrainCommand.validation) ? wanted : min(wanted, count / 10)
  }

  private static func lastComponent(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The JSON object of an epoch in the contract.
  private struct EpochLine: Encodable {
    let epoch: Int
    let trainLoss: Double
    let trainAccuracy: Double
    let validationLoss: Double?
    let validationAccuracy: Double?
    let learningRate: Double
    let imagesPerSecond: Double
    let seconds: Double
    let fixedPoints: FixedPointReport?

    init(_ report: EpochReport) {
      epoch = report.epoch
      trainLoss = report.trainLoss
      trainAccuracy = report.trainAccuracy
      validationLoss = report.validationLoss
      validationAccuracy = report.validationAccuracy
      learningRate = Double(report.learningRate)
      imagesPerSecond = rounded(report.imagesPerSecond, places: 0)
      seconds = rounded(report.seconds, places: 3)
      fixedPoints = report.fixedPoints.map(FixedPointReport.init)
    }
  }

  /// The last JSON object in the contract.
  private struct LastLine: Encodable {
    let model: String
    let parameters: Int
    let seconds: Double
    let testAccuracy: Double?
  }
}
