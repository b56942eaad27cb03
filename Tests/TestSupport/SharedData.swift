import DigitData
import Foundation

// A release build with a static standard library builds this target, too, and has no Testing.
#if canImport(Testing)
  public import Testing
#endif

/// Data sets that are too large for the repository.
///
/// Tests that need one carry the trait `needsMNIST` or `needsPngSuite`, so that they are shown as
/// skipped where it is absent.
public enum SharedData {
  /// The folder of MNIST: the one that `RECOGNIZER_DATA` names, else `data/mnist` in the checkout or
  /// `shared/mnist` beside it.
  ///
  /// A folder with another data set is passed over. If there is none with MNIST, `data/mnist`.
  public static var mnist: String { foundMNIST ?? "\(packageRoot)/data/mnist" }

  /// The folder of the PNG conformance suite: beside the one that `RECOGNIZER_DATA` names, else in
  /// the checkout's `data` or in `shared` beside the checkout.
  public static let pngSuite =
    candidates("pngsuite").first(where: exists) ?? "\(packageRoot)/data/pngsuite"

  fileprivate static let foundMNIST = candidates("mnist").first(where: isMNIST)

  /// Whether the folder of MNIST has its files as they are published, compressed.
  fileprivate static var hasPublishedMNIST: Bool {
    DatasetSource.mnist.files.allSatisfy { exists("\(mnist)/\($0.name)") }
  }

  private static func candidates(_ name: String) -> [String] {
    let named = ProcessInfo.processInfo.environment["RECOGNIZER_DATA"] ?? ""
    let besideNamed = URL(filePath: named).deletingLastPathComponent().path() + name
    return (named.isEmpty ? [] : name == "mnist" ? [named] : [besideNamed])
      + ["\(packageRoot)/data/\(name)", "\(packageRoot)/../shared/\(name)"]
  }

  /// Whether the folder's test set is MNIST's, and a training set is there, too.
  private static func isMNIST(_ path: String) -> Bool {
    guard let folder = try? DataFolder(path), folder.hasLabels(of: .train),
      let test = try? folder.labeledImages(.test)
    else { return false }
    let files = [
      IDXFile(imagesOf: test.pixels, width: test.width, height: test.height),
      IDXFile(labels: test.labels),
    ]
    return files.allSatisfy { file in
      guard let digest = try? SHA256.digest(of: file.serialized()) else { return false }
      return DatasetSource.mnist.files.contains { $0.sha256 == digest }
    }
  }

  fileprivate static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}

#if canImport(Testing)
  extension Trait where Self == ConditionTrait {
    /// Skips a test or suite where MNIST is absent.
    public static var needsMNIST: Self {
      .enabled(if: SharedData.foundMNIST != nil, "needs MNIST in data/mnist or RECOGNIZER_DATA")
    }

    /// Skips a test or suite where MNIST's four compressed files are absent.
    public static var needsPublishedMNIST: Self {
      .enabled(
        if: SharedData.foundMNIST != nil && SharedData.hasPublishedMNIST,
        "needs MNIST's four .gz files in data/mnist or RECOGNIZER_DATA")
    }

    /// Skips a test or suite where the PNG conformance suite is absent.
    public static var needsPngSuite: Self {
      .enabled(if: SharedData.exists(SharedData.pngSuite), "needs PngSuite in data/pngsuite")
    }
  }
#endif

/// The checkout's top folder.
public let packageRoot: String = {
  // Tests/TestSupport/SharedData.swift is three levels below it.
  let components = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  return components.dropLast(3).joined(separator: "/")
}()
