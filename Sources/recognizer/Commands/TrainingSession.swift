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
    let architecture = try ArchitectureName.resolve(arguments[TrainCommand.architecture])
    let augmentation = try arguments[TrainCommand.augment]?.settings()
    dataFolder = try arguments[SharedOptions.data] ?? DefaultPaths().data()
    let models = try Self.models(arguments)
    try Self.refuseToReplaceCheckpoint(output + ".checkpoint", resumes: resumes)
    let (folder, wanted) = (dataFolder, arguments[TrainCommand.target])
    let data = try DefaultPaths.withAdvice(on: wanted ?? .classes) { () throws(FileError) in
      try DigitDataSet(folder: folder, split: .train, target: wanted) { path, reason in
        console.warn("\(path): not used (\(reason))")
      }
    }
    target = data.target
    let recipe = TrainingRecipe.suiting(architecture, target)
    let negatives = arguments[TrainCommand.negatives] ?? recipe.negativeCount(for: data)
    training = try DigitTraining(
      architecture: architecture,
      configuration: try TrainCommand.configuration(arguments, for: architecture, target: target),
      data: data, dataName: Folder.name(of: dataFolder),
      validationCount: arguments[TrainCommand.validation],
      augmentation: augmentation ?? AugmentationSettings(recipe.augmentation),
      negatives: negatives,
      pieces: arguments[TrainCommand.pieces] ?? (negatives > 0 ? recipe.pieceCount(for: data) : 0),
      models: models, threads: threads)
    log = arguments[TrainCommand.log].map {
      TrainingLog(path: $0, continues: arguments[TrainCommand.resume])
    }
    let network = training.trainer.network
    console.note(
      "\(training.architecture.name): \(network.parameterCount) parameters, "
        + "\(data.count - (training.samples.validation?.count ?? 0)) images to train on, "
        + "\(training.samples.validation?.count ?? 0) to validate, \(threads) thread\(threads == 1 ? "" : "s"), "
        + "\(kernelsInUse)")
  }

  /// Trains, saves and measures.
  mutating func run() throws -> ExitCode {
    let trainer = training.trainer
    // A run that could not save at the end is better refused at the start.
    try prepareCheckpoint()
    Interruption.install()
    let watch = Stopwatch()
    guard try train() else {
      console.note(
        "saved \(checkpoint) after \(trainer.epochsDone) epochs; continue with --resume")
      throw Interrupted()
    }
    var (model, problem) = (try training.model(toolVersion: Program.version), FileError?.none)
    var metric: Metric?
    do throws(FileError) {
      metric = try testMetric(model)
    } catch {
      problem = error
    }
    if let accuracy = metric?.accuracy { model.provenance.figures["test_accuracy"] = accuracy }
    if let rmse = metric?.rmse { model.provenance.figures["test_rmse"] = rmse }
    try ModelFile.save(model, to: output)
    try FileContents.remove(checkpoint)
    try report(seconds: watch.seconds, testMetric: metric)
    guard let problem else { return .success }
    // The training is done and saved; that its test failed must not go unnoticed.
    console.error("\(problem) (the model is saved, but not measured on the test set)")
    return ExitCode(of: problem)
  }

  /// Draws what the network would see.
  func drawPreview(to path: String) throws {
    try FileContents.write(PNG.encode(training.preview()), to: path)
    console.note("wrote \(path)")
  }

  // MARK: - Implementation

  private static func models(_ arguments: Arguments) throws(FileError) -> RelatedModels {
    var models = RelatedModels()
    models.initial = try arguments[TrainCommand.initial].map(model)
    models.calibration = try arguments[TrainCommand.calibration].map(model)
    var teachers: [(model: Model, digest: String)] = []
    for path in arguments[TrainCommand.teachers] { teachers.append(try model(path)) }
    if !teachers.isEmpty {
      models.teachers = Teachers(teachers, share: arguments[TrainCommand.teacherShare])
    }
    return models
  }

  /// A model and the digest of its file, which is read once: the digest is that of the weights,
  /// whatever becomes of the file.
  private static func model(
    _ path: String
  ) throws(FileError) -> (model: Model, digest: String) {
    let bytes = try FileContents.read(path)
    return (try ModelFile.decode(bytes, path: path), try SHA256.digest(of: bytes))
  }

  /// A checkpoint is hours of work: it is neither deleted nor overwritten unless asked for.
  private static func refuseToReplaceCheckpoint(
    _ checkpoint: String, resumes: Bool
  ) throws(FileError) {
    guard !resumes, Folder.exists(checkpoint) else { return }
    throw FileError(
      .cannotCreate, path: checkpoint, found: "the checkpoint of an unfinished run",
      remedy: "continue it with --resume, choose another --output, or delete the file")
  }

  private func prepareCheckpoint() throws(FileError) {
    if resumes {
      do {
        try training.resume(from: checkpoint)
      } catch {
        guard error.kind == .corrupt else { throw error }
        throw FileError(
          error.kind, path: error.path, found: error.found,
          remedy: "use the same options and data, or start again without --resume and the file")
      }
      console.note("resumed after \(training.trainer.epochsDone) epochs")
    } else {
      // Not a whole checkpoint: the digest of the data in it is still being computed.
      try FileContents.write([], to: checkpoint)
      try FileContents.remove(checkpoint)
    }
  }

  private mutating func train() throws -> Bool {
    var progress: Progress?
    var log = self.log
    let epochs = training.trainer.configuration.epochs
    let finished = try training.run(
      checkpoint: checkpoint, shouldStop: { Interruption.isRequested }
    ) { event in
      switch event {
      case .step(let step):
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

  private static func settling(_ statistics: SolverStatistics?) -> String {
    guard let statistics else { return "" }
    let text =
      "  iterations \(fixed(statistics.meanIterations, places: 1)) + "
      + "\(fixed(statistics.meanBackwardIterations, places: 1))  "
      + "residual \(scientific(statistics.meanResidual))"
    guard statistics.found < statistics.count else { return text }
    return text + "  \(statistics.count - statistics.found) of \(statistics.count) not settled"
  }

  /// The quality of the model on the test set; `nil` when the data has none.
  ///
  /// - Throws: `FileError` when there is a test set that is damaged.
  private func testMetric(_ model: Model) throws(FileError) -> Metric? {
    guard let test = try DigitDataSet.test(in: dataFolder, target: target) else { return nil }
    do {
      return try test.metric(of: model, threads: threads)
    } catch {
      throw FileError(error, path: dataFolder)
    }
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
        case .accuracy(let fraction): ", \(percent(fraction)) of the test set right"
        case .rootMeanSquaredError(let error): ", RMSE \(fixed(error, places: 4)) on the test set"
        }
      try console.writeLine("\(output): trained in \(fixed(seconds, places: 1)) s\(measured)")
    }
    console.note("try: recognizer classify --model \(output) IMAGE.png")
  }
}

/// A file of JSON Lines that always holds whole lines; a resumed run goes on where it ended.
struct TrainingLog {
  private let path: String
  private var text: [UInt8]

  /// A log in the file at `path`, after what is there or in its place.
  init(path: String, continues: Bool) {
    self.path = path
    text = continues ? (try? FileContents.read(path)) ?? [] : []
  }

  /// Adds a line.
  mutating func append(_ line: String) throws(FileError) {
    text += Array((line + "\n").utf8)
    try FileContents.write(text, to: path)
  }
}
