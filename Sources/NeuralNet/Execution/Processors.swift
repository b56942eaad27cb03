import RecognizerCPUFeatures

/// The machine's processors.
public enum Processors {
  /// How many of them this process may use, at least one.
  public static let available: Int = {
    max(1, Int(processors_available()))
  }()
}
