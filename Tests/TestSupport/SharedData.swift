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
  /// The folder of the data set `name`: for MNIST the one that `RECOGNIZER_DATA` names, else the
  /// first of that name beside it, in the checkout's `data` and in `shared` beside the checkout.
  ///
  /// If it is absent, the path in `data`.
  public static func path(_ name: String) -> String {
    candidates(name).first(where: exists) ?? "\(packageRoot)/data/\(name)"
  }

  /// Whether the data set `name` is there.
  public static func has(_ name: String) -> Bool { exists(path(name)) }

  private static func candidates(_ name: String) -> [String] {
    let named = ProcessInfo.processInfo.environment["RECOGNIZER_DATA"] ?? ""
    let besideNamed = URL(filePath: named).deletingLastPathComponent().path() + name
    return (named.isEmpty ? [] : name == "mnist" ? [named] : [besideNamed])
      + ["\(packageRoot)/data/\(name)", "\(packageRoot)/../shared/\(name)"]
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}

#if canImport(Testing)
  extension Trait where Self == ConditionTrait {
    /// Skips a test or suite where MNIST is absent.
    public static var needsMNIST: Self {
      .enabled(if: SharedData.has("mnist"), "needs MNIST in data/mnist or RECOGNIZER_DATA")
    }

    /// Skips a test or suite where the PNG conformance suite is absent.
    public static var needsPngSuite: Self {
      .enabled(if: SharedData.has("pngsuite"), "needs PngSuite in data/pngsuite")
    }
  }
#endif

/// The checkout's top folder.
public let packageRoot: String = {
  // Tests/TestSupport/SharedData.swift is three levels below it.
  let components = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  return components.dropLast(3).joined(separator: "/")
}()
