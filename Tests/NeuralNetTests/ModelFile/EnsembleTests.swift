import NeuralNet
import RecognizerFileIO
import Testing

@Suite struct EnsembleTests {
  @Test func anEnsembleSurvivesTheFile() throws {
    let ensemble = try Model(averaging: [.member(1, temperature: 0.5), .member(2), .member(3)])
    let bytes = try ModelFile.encode(ensemble, path: "f")
    let read = try ModelFile.decode(bytes, path: "f")
    #expect(read == ensemble)
    #expect(read.members.count == 3)
    #expect(try ModelFile.encode(read, path: "f") == bytes)
    #expect(try SafeTensors(bytes, path: "f").tensors.allSatisfy { $0.name.hasPrefix("members.") })
  }

  @Test func anEnsembleTakesPartWithItsMembers() throws {
    let pair = try Model(averaging: [.member(1), .member(2)])
    let all = try Model(averaging: [pair, .member(3)])
    #expect(all.members == [.member(1), .member(2), .member(3)])
  }

  @Test func modelsThatDoNotFitAreNamedByTheirPosition() {
    func position(_ models: [Model]) -> Int? {
      do throws(EnsembleError) {
        _ = try Model(averaging: models)
        return nil
      } catch {
        return error.position
      }
    }
    var renamed = Model.member(2)
    if case .classes(var classes) = renamed.output {
      classes.names[0] = "other"
      renamed.output = .classes(classes)
    }
    var brighter = Model.member(2)
    brighter.normalization = InputNormalization(mean: 0.5, standardDeviation: 0.5)
    #expect(position([]) == 0)
    #expect(position([.smallWithValues]) == 0)
    #expect(position([.member(1), .smallWithValues]) == 1)
    #expect(position([.member(1), .member(3), renamed]) == 2)
    #expect(position([.member(1), brighter]) == 1)
  }

  @Test func everyMembersArraysMustBeThere() throws {
    let ensemble = try Model(averaging: [.member(1), .member(2)])
    let file = try SafeTensors(ModelFile.encode(ensemble, path: "f"), path: "f")
    func refused(_ tensors: [SafeTensors.Tensor], members: String? = nil) -> String? {
      var metadata = file.metadata
      if let members { metadata["members"] = members }
      return refusal { () throws(FileError) in
        _ = try ModelFile.decode(
          SafeTensors(tensors: tensors, metadata: metadata).bytes(), path: "f")
      }?.found
    }
    #expect(refused(file.tensors) == nil)
    for index in file.tensors.indices {
      var tensors = file.tensors
      let name = tensors.remove(at: index).name
      #expect(refused(tensors) == "no tensor \(name), which the architecture needs")
    }
    let extra = SafeTensors.Tensor(name: "members.2.step", shape: [], values: [1])
    #expect(
      refused(file.tensors + [extra]) == "a tensor \"members.2.step\" that the architecture lacks")
    #expect(refused(file.tensors, members: "[]") == "an ensemble without members")
    #expect(refused(file.tensors, members: "[{}]")?.hasPrefix("a damaged \"members\"") == true)
  }
}

extension Model {
  /// A model of its own weights with the inputs and classes of ``small``.
  static func member(_ seed: UInt64, temperature: Float = 1) -> Model {
    var model = Model.small
    if let network = try? Network(model.architecture) {
      model.parameters = network.initialParameters(seed: seed)
    }
    if case .classes(var classes) = model.output {
      classes.temperature = temperature
      model.output = .classes(classes)
    }
    return model
  }

  /// The same with two outputs more, for what is no class.
  static func knowingRefusals(_ seed: UInt64) -> Model {
    let model = Model.small
    guard case .classes(var classes) = model.output,
      let architecture = model.architecture.withOutputs(classes.names.count + 2),
      let network = try? Network(architecture)
    else { return model }
    classes.temperature = 1
    return Model(
      architecture: architecture, parameters: network.initialParameters(seed: seed),
      normalization: model.normalization,
      output: .classes(classes.with(RefusalOutput(names: ["none", "several"]))),
      provenance: model.provenance)
  }
}
