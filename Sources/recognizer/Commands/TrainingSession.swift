import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO

/// One run of `train`: data, checkpoints, progress, log, and the model at the end.
struct TrainingSession {
  private let console: Console
  private let isJSON: Bool
  private let dataFolder: String
  private let output: String
  private let resumes: Bool
  private let threads: Int
  private let target: DigitDataSet.Target
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
    var architecture = try ArchitectureName.resolve(arguments[TrainCommand.architecture])
    dataFolder = try arguments[SharedOptions.data] ?? DefaultPaths().data()
    let initial = try arguments[TrainCommand.initial].map { path throws(FileError) in
      try ModelFile.load(path)
    }
    let data = try DigitDataSet(
      folder: dataFolder, split: .train, target: arguments[TrainCommand.target]
    ) { path, reason in
      console.warn("\(path): left out (\(reason))")
    }
    target = data.target
    if Architecture.named(architecture.name) == architecture {
      architecture = architecture.withOutputs(data.outputCount) ?? architecture
    }
    let configuration = try TrainCommand.configuration(
      arguments, for: architecture, target: target)
    let augmentation = TrainCommand.augmentation(arguments, for: architecture, target: target)
    training = try DigitTraining(
      architecture: architecture, configuration: configuration, data: data,
      dataName: Folder.name(of: dataFolder),
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
    let testMetric = try save()
    try FileContents.remove(checkpoint)
    try report(seconds: watch.seconds, testMetric: testMetric)
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
          detail: "loss \(fixed(step.loss, places: 4))  \(step.metric.text)"
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
      + epoch.trainMetric.text
    if let loss = epoch.validationLoss, let metric = epoch.validationMetric {
      text += "  validation loss \(fixed(loss, places: 4))  \(metric.text)"
    }
    return text + settling(epoch.fixedPoints) + "  \(Int(epoch.imagesPerSecond)) images/s"
  }

  private static func text(of report: ConvergenceReport) -> String {
    let last = report.last.map { "the \($0.rawValue) settled last" } ?? "both settled together"
    return "converged: at rest for \(report.epochs) epochs, \(last); the last epoch moved the "
      + "weights by \(scientific(report.weightChange)) of their length and the loss by "
      + "\(scientific(report.lossChange)) of the first epoch's"
  }

  private static func settling(_ tally: SolverStatistics?) -> String {
    guard let tally else { return "" }
    let text =
      "  iterations \(fixed(tally.meanIterations, places: 1)) + "
      + "\(fixed(tally.meanBackwardIterations, places: 1))  "
      + "residual \(scientific(tally.meanResidual))"
    guard tally.found < tally.count else { return text }
    return text + "  \(tally.count - tally.found) of \(tally.count) not settled"
  }

  /// - Returns: what the model came to on the test set, where the data has one.
  private func save() throws -> Metric? {
    var model = try training.model(toolVersion: Program.version)
    let metric = try testMetric(model)
    if let accuracy = metric?.accuracy { model.provenance.figures["test_accuracy"] = accuracy }
    if let rmse = metric?.rmse { model.provenance.figures["test_rmse"] = rmse }
    try ModelFile.save(model, to: output)
    return metric
  }

  private func testMetric(_ model: Model) throws -> Metric? {
    guard LabeledImages.hasIDXFiles(in: dataFolder),
      let test = try? DigitDataSet(folder: dataFolder, split: .test, target: target)
    else { return nil }
    return try test.metric(of: model, threads: threads)
  }

  private func report(seconds: Double, testMetric: Metric?) throws {
    let network = training.trainer.network
    if isJSON {
      try console.writeJSON(
        LastLine(
          model: output, parameters: network.parameterCount,
          seconds: rounded(seconds, places: 3), testAccuracy: testMetric?.accuracy,
          testRmse: testMetric?.rmse))
    } else {
      let measured =
        switch testMetric {
        case nil: ""
        case .accuracy(let share): ", \(percent(share)) of the test set right"
        case .rootMeanSquaredError(let error): ", RMSE \(fixed(error, places: 4)) on the test set"
        }
      try console.writeLine("\(output): trained in \(fixed(seconds, places: 1)) s\(measured)")
    }
    console.note("try: recognizer classify --model \(output) IMAGE.png")
  }

  /// What was asked for; of a small data set no more than a tenth unless it was.
  private static func validationCount(_ arguments: Arguments, of count: Int) -> Int {
    let wanted = arguments[TrainCommand.validation]
    return arguments.isGiven(TrainCommand.validation) ? wanted : min(wanted, count / 10)
  }
}
