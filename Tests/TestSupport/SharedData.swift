#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder of real data that stands beside a checkout where the project is developed.
///
/// Tests that need it carry `.enabled(if: SharedData.has("mnist"))`, so that a clone without it
/// shows them as skipped.
public enum SharedData {
  /// The path of `name` in the folder beside the checkout.
  public static func path(_ name: String) -> String { "\(packageRoot)/../shared/\(name)" }

  /// Whether `name` is there.
  public static func has(_ name: String) -> Bool { access(path(name), R_OK) == 0 }
}

/// The checkout's top folder.
public let packageRoot: String = {
  // Tests/TestSupport/SharedData.swift is three levels below it.
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  return parts.dropLast(3).joined(separator: "/")
}()
