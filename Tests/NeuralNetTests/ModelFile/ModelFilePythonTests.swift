import Foundation
import NeuralNet
import RecognizerFileIO
import RecognizerTestSupport
import Testing

@Suite struct ModelFilePythonTests {
  @Test func aFileThatPythonWroteIsRead() throws {
    // Written by safetensors 0.8.0 for Python:
    //   save_file({"1.weight": np.arange(6, dtype="<f4").reshape(2, 3) / 4,
    //              "1.bias": np.array([-0.0, 1e-45], dtype="<f4"),
    //              "scalar": np.array(3.5, dtype="<f4"), "empty": np.zeros((0, 4), dtype="<f4")},
    //             "python.safetensors", {"format": "np", "note": "a \"quoted\" \u00e9"})
    let path = "\(packageRoot)/Tests/NeuralNetTests/Golden/python.safetensors"
    let file = try SafeTensors(try FileContents.read(path), path: path)
    #expect(file.tensors.map(\.name) == ["1.bias", "1.weight", "empty", "scalar"])
    #expect(file.tensors.map(\.shape) == [[2], [2, 3], [0, 4], []])
    #expect(file.tensors[0].values.map(\.bitPattern) == [0x8000_0000, 1])
    #expect(file.tensors[1].values == [0, 0.25, 0.5, 0.75, 1, 1.25])
    #expect(file.tensor(named: "scalar")?.values == [3.5])
    #expect(file.metadata == ["format": "np", "note": "a \"quoted\" \u{E9}"])
  }

  @Test(.enabled(if: python("import safetensors.numpy") != nil, "needs safetensors for Python"))
  func pythonReadsAModel() throws {
    let path = "\(NSTemporaryDirectory())model-\(UUID()).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ModelFile.save(.small, to: path)
    let output = python(
      """
      import json, sys
      from safetensors import safe_open
      with safe_open(sys.argv[1], framework="np") as file:
          for name in sorted(file.keys()):
              tensor = file.get_tensor(name)
              print(name, list(tensor.shape), tensor.astype("<f4").tobytes().hex(), sep=";")
          text = file.metadata()
          print(text["model_version"], float(text["temperature"]), json.loads(text["classes"])[1],
                len(json.loads(text["architecture"])["layers"]),
                json.loads(text["provenance"])["seed"], sep=";")
      """, path)
    let expected = try SafeTensors(FileContents.read(path), path: path).tensors.map { tensor in
      let bytes = tensor.values.flatMap { value in
        withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
      }
      let hex = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
      return "\(tensor.name);\(tensor.shape);\(hex)"
    }
    let lines = try #require(output).split(separator: "\n").map(String.init)
    #expect(lines == expected + ["1;1.1;\"one\";10;18446744073709551615"])
  }
}

/// What a Python script prints, or nothing if it fails or there is no Python.
private func python(_ script: String, _ arguments: String...) -> String? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", script] + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
}
