import NeuralNet
import RecognizerFileIO
import Testing

@Suite struct ModelFileCheckpointTests {
  @Test func aModelIsReadFromAFileThatHoldsMore() throws {
    let model = try SafeTensors(ModelFile.encode(.small, path: "f"), path: "f")
    let momentum: [Float] = [1, .nan, 3]
    let state = SafeTensors.Tensor(name: "optimizer.momentum", shape: [3], values: momentum)
    let file = SafeTensors(
      tensors: model.tensors + [state],
      metadata: model.metadata.merging(["step": "7"]) { first, _ in first })
    let read = try SafeTensors(file.bytes(), path: "f")
    #expect(read == file)
    #expect(read.tensor(named: "optimizer.momentum") == state)
    #expect(read.metadata["step"] == "7")
    #expect(
      refusal { () throws(FileError) in _ = try ModelFile.decode(read.bytes(), path: "f") }
        != nil)
    let rest = SafeTensors(
      tensors: read.tensors.filter { !$0.name.hasPrefix("optimizer.") }, metadata: read.metadata)
    #expect(try ModelFile.decode(rest.bytes(), path: "f") == .small)
  }
}
