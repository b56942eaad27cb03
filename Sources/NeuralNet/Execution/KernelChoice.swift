import RecognizerCPUFeatures
package import RecognizerKernelInterface
import RecognizerKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
#if arch(x86_64)
  import RecognizerKernelsAVX2
  import RecognizerKernelsAVX512
#endif

/// Which variant of the kernels runs: the fastest that this processor has, or the one that the
/// environment variable `RECOGNIZER_KERNELS` names.
package enum KernelChoice {
  /// The variants that this processor can run, slowest first.
  package static let available: [any KernelSet.Type] = {
    var variants: [any KernelSet.Type] = [RecognizerKernels.KernelVariant.self]
    #if arch(x86_64)
      if cpu_supports_avx2() { variants.append(RecognizerKernelsAVX2.KernelVariant.self) }
      if cpu_supports_avx512() { variants.append(RecognizerKernelsAVX512.KernelVariant.self) }
    #endif
    return variants
  }()

  /// The variant that runs; the fastest one where the environment asks for an impossible one.
  ///
  /// A library must not end its process for a variable that somebody else has set. Programs ask
  /// ``problem`` at their start and refuse to run.
  package static let best: any KernelSet.Type =
    (try? choice(wanted).get()) ?? available[available.count - 1]

  /// Why `RECOGNIZER_KERNELS` cannot be followed, with the possible values; nil where it can or is
  /// not set.
  package static let problem: String? =
    switch choice(wanted) {
    case .success: nil
    case .failure(let error): error.description
    }

  /// The variant for a value of `RECOGNIZER_KERNELS`; nil and an empty value leave the choice open.
  package static func choice(_ wanted: String?) -> Result<any KernelSet.Type, ImpossibleChoice> {
    guard let wanted, !wanted.isEmpty else { return .success(available[available.count - 1]) }
    guard let variant = named(wanted) else {
      return .failure(ImpossibleChoice(wanted: wanted, isKnown: known.contains(wanted)))
    }
    return .success(variant)
  }

  /// A value of `RECOGNIZER_KERNELS` that cannot be followed.
  package struct ImpossibleChoice: Error, Hashable, CustomStringConvertible {
    /// The value.
    package let wanted: String
    /// Whether another processor could follow it.
    package let isKnown: Bool

    package init(wanted: String, isKnown: Bool) {
      self.wanted = wanted
      self.isKnown = isKnown
    }

    /// One clause with the possible values.
    package var description: String {
      (isKnown
        ? "RECOGNIZER_KERNELS is \(wanted), which this processor lacks"
        : "RECOGNIZER_KERNELS is \(quoted(wanted)), which is no instruction set")
        + "; possible here: \(availableNames.joined(separator: ", "))"
    }
  }

  /// The names of the variants that this processor can run.
  package static var availableNames: [String] { available.map { $0.name } }

  /// The variant of that name, if this processor can run it.
  package static func named(_ name: String) -> (any KernelSet.Type)? {
    available.first { $0.name == name }
  }

  /// Every value that some processor can follow.
  private static let known = ["baseline", "avx2", "avx512"]

  private static var wanted: String? { getenv("RECOGNIZER_KERNELS").map { String(cString: $0) } }
}

/// The name of the instruction set whose kernels run: `baseline`, `avx2` or `avx512`.
package let kernelsInUse: String = KernelChoice.best.name

/// The machine's processors.
package enum Processors {
  /// The number that this process may use, at least one.
  package static let available: Int = max(1, Int(processors_available()))
}
