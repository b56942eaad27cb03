import DigitData
import RecognizerFileIO
import RecognizerTestSupport
import Testing

/// Downloads from a real server on this machine, by the real `curl`.
@Suite(.enabled(if: LoopbackServer.isAvailable, "needs python3 and curl"))
struct DownloadTests {
  /// Enough that half of it is more than any buffer between.
  private static let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
  private static let compressed = Gzip.compressed(content)

  private let served: TemporaryFolder
  private let target: TemporaryFolder
  private let server: LoopbackServer
  private let file: DatasetSource.File

  init() throws {
    served = try TemporaryFolder()
    target = try TemporaryFolder()
    try served.write(DownloadTests.compressed, to: "a.gz")
    let digest = try Subprocess.run("sha256sum", [], input: DownloadTests.content)
    file = DatasetSource.File(
      name: "a.gz", compressedSize: DownloadTests.compressed.count,
      sha256: String(decoding: digest.output.prefix(64), as: UTF8.self))
    server = try LoopbackServer(serving: served.path)
  }

  private func download(from behaviours: [String]) throws(FileError) -> [Download.Event] {
    let source = DatasetSource(
      name: "a", mirrors: behaviours.map(server.mirror), files: [file])
    var events: [Download.Event] = []
    try Download(source, into: target.path, timeLimit: 1).run { event in
      if case .progress = event { return }
      events.append(event)
    }
    return events
  }

  private func failure(_ behaviour: String, _ reason: String) -> [Download.Event] {
    let mirror = server.mirror(behaviour)
    return [
      .asking(file: "a.gz", mirror: mirror),
      .failed(file: "a.gz", mirror: mirror, reason: reason),
    ]
  }

  private func success(_ behaviour: String) -> [Download.Event] {
    [
      .asking(file: "a.gz", mirror: server.mirror(behaviour)),
      .saved(file: "a.gz", size: DownloadTests.compressed.count),
    ]
  }

  private func expectFileInPlace() throws {
    #expect(try Folder.entries(of: target.path) == ["a.gz"])
    #expect(try FileContents.read(target.file("a.gz")) == DownloadTests.compressed)
  }

  @Test func goodMirror() throws {
    #expect(try download(from: ["good"]) == success("good"))
    try expectFileInPlace()
    #expect(try download(from: []) == [.present(file: "a.gz")])
  }

  @Test func redirectIsFollowed() throws {
    #expect(try download(from: ["moved"]) == success("moved"))
  }

  @Test func brokenMirrorsAreNamedAndSkipped() throws {
    let events = try download(from: ["html", "cut", "nowhere", "good"])
    #expect(
      events == failure("html", "an HTML page, 58 bytes")
        + failure(
          "cut", "truncated gzip data (\(DownloadTests.compressed.count / 2) bytes)")
        + failure("nowhere", "HTTP status 404") + success("good"))
    try expectFileInPlace()
  }

  @Test(arguments: ["silent", "trickle"])
  func stallingMirrorIsGivenUp(behaviour: String) throws {
    let events = try download(from: [behaviour, "good"])
    try #require(events.count == 4)
    guard case .failed(_, server.mirror(behaviour), let reason) = events[1] else {
      Issue.record("\(events)")
      return
    }
    // curl's words when it gives up; the server itself would end after 30 seconds.
    #expect(reason.contains("too slow") || reason.contains("timed out"), "\(reason)")
    #expect(Array(events[2...]) == success("good"))
    try expectFileInPlace()
  }

  @Test func brokenOffTransferIsContinued() throws {
    let error = #expect(throws: FileError.self) { try download(from: ["break"]) }
    #expect(error?.kind == .networkUnavailable)
    #expect(
      FileContents.size(of: target.file("a.gz.partial")) == DownloadTests.compressed.count / 2)
    // Proof that the first half is not fetched again: it is taken as it is.
    #expect(try download(from: ["range"]) == success("range"))
    try expectFileInPlace()
  }

  @Test(arguments: ["good", "range"])
  func unfitBeginningIsThrownAway(behaviour: String) throws {
    try target.write([0x1F, 0x8B] + Array(repeating: 7, count: 500), to: "a.gz.partial")
    _ = try download(from: [behaviour])
    try expectFileInPlace()
  }

  @Test func wrongFileIsReplaced() throws {
    try target.write(Array("<html>".utf8), to: "a.gz")
    try target.write(Gzip.compressed([1, 2, 3]), to: "a")
    let events = try download(from: ["good"])
    #expect(
      events == [
        .wrong(file: "a.gz", found: "an HTML page, 6 bytes"),
        .wrong(
          file: "a",
          found: "gzip data of other content (unknown data (it begins 01 02 03), 3 bytes)"),
      ] + success("good"))
    try expectFileInPlace()
  }

  @Test func plainFileIsEnough() throws {
    try target.write(DownloadTests.content, to: "a")
    #expect(try download(from: []) == [.present(file: "a")])
  }

  @Test func unpackedFileTakesThePlainName() throws {
    try served.write(DownloadTests.content, to: "a.gz")
    let events = try download(from: ["good"])
    #expect(events.last == .saved(file: "a", size: DownloadTests.content.count))
    #expect(try Folder.entries(of: target.path) == ["a"])
  }

  @Test func otherContentIsRefused() throws {
    try served.write(Gzip.compressed(Gzip.compressed([1])), to: "a.gz")
    let error = #expect(throws: FileError.self) { try download(from: ["good", "nowhere"]) }
    #expect(error?.kind == .networkUnavailable)
    #expect(error?.path == target.file("a.gz"))
    // The command adds its own words.
    #expect(error?.remedy.contains("--") == false)
    #expect(
      error?.found == "no mirror gave the file (\(server.mirror("good")): gzip data compressed "
        + "twice; \(server.mirror("nowhere")): HTTP status 404)")
    #expect(try Folder.entries(of: target.path) == [])
  }

  @Test func endlessFileIsStopped() throws {
    try served.write([UInt8](repeating: 0x1F, count: 2 << 20), to: "a.gz")
    #expect(throws: FileError.self) { try download(from: ["good"]) }
    #expect(try Folder.entries(of: target.path) == [])
  }

  @Test func deadAddressIsNamed() throws {
    let source = DatasetSource(name: "a", mirrors: ["http://127.0.0.1:1"], files: [file])
    let error = #expect(throws: FileError.self) {
      try Download(source, into: target.path).run { _ in }
    }
    #expect(error?.found.contains("http://127.0.0.1:1: Failed to connect") == true)
  }

  @Test func userMirrorComesFirst() {
    let download = Download(into: "x", mirror: "http://me")
    #expect(download.mirrors.count == 4 && download.mirrors[0] == "http://me")
  }
}

/// The real MNIST from a real server, behind a broken and a stalling mirror.
@Suite(
  .enabled(if: LoopbackServer.isAvailable, "needs python3 and curl"),
  .needsPublishedMNIST)
struct MNISTDownloadTests {
  @Test func allFourFiles() throws {
    let server = try LoopbackServer(serving: SharedData.mnist)
    let target = try TemporaryFolder()
    let source = DatasetSource(
      name: "mnist", mirrors: ["silent", "good"].map(server.mirror),
      files: DatasetSource.mnist.files)
    var saved: [String] = []
    var largest = 0
    var failures = 0
    try Download(source, into: target.path, mirror: server.mirror("html"), timeLimit: 1).run {
      if case .saved(let file, _) = $0 { saved.append(file) }
      if case .failed = $0 { failures += 1 }
      if case .progress(_, let received, _) = $0 { largest = max(largest, received) }
    }
    #expect(saved == source.files.map(\.name))
    #expect(largest <= 9_912_422)
    // Each bad mirror is tried once, and then only after the good one.
    #expect(failures == 2)
    #expect(try LabeledImages.load(from: target.path, split: .test).count == 10_000)
    #expect(try Folder.entries(of: target.path) == saved.sorted())
  }
}
