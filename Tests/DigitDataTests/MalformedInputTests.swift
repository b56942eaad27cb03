import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

/// Damaged files throw or are read; they never end the process.
struct MalformedInputTests {
  @Test func mutatedIDX() {
    let good = IDXFile(
      imagesOf: (0..<48).map { UInt8($0) }, width: 4, height: 4
    ).serialized()
    var mutator = ByteMutator(seed: 1)
    var refused = 0
    for _ in 0..<3000 {
      do {
        let file = try IDXFile(parsing: mutator.mutation(of: good), path: "a")
        #expect(
          file.elements.count == file.dimensions.reduce(file.elementType.size, *))
      } catch {
        refused += 1
      }
    }
    #expect(refused > 1000)
  }

  @Test func mutatedGzip() {
    let good = Gzip.compressed((0..<2000).map { UInt8(truncatingIfNeeded: $0 * $0) })
    var mutator = ByteMutator(seed: 2)
    var refused = 0
    for _ in 0..<2000 {
      do {
        _ = try Gzip.decompressed(mutator.mutation(of: good), path: "a", limit: 1 << 20)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 1000)
  }

  @Test func mutatedPNG() {
    let image = ColorImage(
      width: 9, height: 7, pixels: (0..<252).map { UInt8(truncatingIfNeeded: $0 * 5) })
    expectRefusals(of: PNG.encode(image), seed: 3, rounds: 2000)
  }

  /// Real files of every kind, the interlaced 16-bit ones among them.
  @Test(
    .needsPngSuite,
    arguments: [
      "basi6a16", "basi0g16", "basn3p02", "tbbn2c16", "basi2c08", "tp1n3p08", "s01i3p01",
    ])
  func mutatedSuiteImage(name: String) throws {
    let good = try FileContents.read("\(SharedData.pngSuite)/png/\(name).png")
    expectRefusals(of: good, seed: 4, rounds: 300)
  }

  private func expectRefusals(of good: [UInt8], seed: UInt64, rounds: Int) {
    var mutator = ByteMutator(seed: seed)
    var refused = 0
    for _ in 0..<rounds {
      do {
        let image = try PNG.decode(mutator.mutation(of: good), path: "a.png")
        #expect(image.pixels.count == image.width * image.height * 4)
      } catch {
        refused += 1
      }
    }
    #expect(refused > rounds / 2)
  }
}
