import RecognizerKernelInterface

/// The kernels as this target compiles them.
///
/// The methods are in this folder's other files, one subject a file. Vectors are sixteen floats in
/// every variant; how many of them stay in registers at once is what differs (``RegisterTile``).
package enum KernelVariant: KernelSet {
  /// The instruction set's name, as `RECOGNIZER_KERNELS` takes it.
  package static var name: String {
    #if AVX512
      "avx512"
    #elseif FMA
      "avx2"
    #else
      "baseline"
    #endif
  }
}
