// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT
import PackageDescription

// MARK: - Settings

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// Kernels are optimised in debug builds too.
///
/// Unoptimised vector code is some 400 times slower, and every test that trains would crawl.
/// `-Ounchecked` drops bounds and overflow checks, so only the inner loops are compiled this way;
/// their callers check shapes once. The module `Builtin` has the arithmetic of whole vectors.
func kernels(_ flags: String...) -> [SwiftSetting] {
  strict + [.unsafeFlags(["-Ounchecked", "-Xfrontend", "-enable-builtin-module"] + flags)]
}

/// One source, several instruction sets: `Sources/KernelsAVX2` and `Sources/KernelsAVX512` are
/// links to `Sources/Kernels`. The processor's own set is chosen once, at start.
#if arch(x86_64)
  let kernelVariants: [Target] = [
    .target(
      name: "RecognizerKernelsAVX2",
      dependencies: ["RecognizerCPUFeatures", "RecognizerKernelInterface"],
      path: "Sources/KernelsAVX2",
      swiftSettings: kernels("-Xcc", "-march=x86-64-v3") + [.define("FMA")]),
    .target(
      name: "RecognizerKernelsAVX512",
      dependencies: ["RecognizerCPUFeatures", "RecognizerKernelInterface"],
      path: "Sources/KernelsAVX512",
      swiftSettings: kernels("-Xcc", "-march=x86-64-v4") + [.define("FMA"), .define("AVX512")]),
  ]
#else
  let kernelVariants: [Target] = []
#endif

/// Symbols are half of the released program, and nobody debugs it.
let stripped: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "-s"], .when(platforms: [.linux], configuration: .release))
]

// MARK: - Package

let package = Package(
  name: "recognizer",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "DigitRecognition", targets: ["DigitRecognition"]),
    .library(name: "DigitData", targets: ["DigitData"]),
    .library(name: "NeuralNet", targets: ["NeuralNet"]),
    .executable(name: "recognizer", targets: ["recognizer"]),
  ],
  targets: [
    // MARK: System libraries
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    // MARK: Libraries
    // Helpers have the package's name in front: in a client's package graph a module's name is
    // taken once.
    .target(name: "RecognizerCPUFeatures", path: "Sources/CPUFeatures"),
    .target(name: "RecognizerShippedModel", path: "Sources/ShippedModel"),
    .target(name: "RecognizerProgramArguments", path: "Sources/ProgramArguments"),
    .target(name: "RecognizerFileIO", path: "Sources/FileIO", swiftSettings: strict),
    .target(name: "RecognizerRandomNumbers", path: "Sources/RandomNumbers", swiftSettings: strict),
    .target(
      name: "RecognizerKernelInterface", path: "Sources/KernelInterface", swiftSettings: strict),
    .target(
      name: "RecognizerKernels",
      dependencies: ["RecognizerCPUFeatures", "RecognizerKernelInterface"], path: "Sources/Kernels",
      swiftSettings: kernels()),
    .target(
      name: "NeuralNet",
      dependencies: [
        "RecognizerCPUFeatures", "RecognizerFileIO", "RecognizerKernelInterface",
        "RecognizerKernels", "RecognizerRandomNumbers",
      ]
        + kernelVariants.map { .target(name: $0.name) },
      swiftSettings: strict),
    // Optimised in debug builds too: plain loops over whole networks, and all tests use it.
    .target(
      name: "NeuralNetReference", dependencies: ["RecognizerKernelInterface", "NeuralNet"],
      swiftSettings: strict + [.unsafeFlags(["-O"])]),
    .target(
      name: "DigitData",
      dependencies: ["CPNG", "CZlib", "RecognizerFileIO", "RecognizerRandomNumbers"],
      swiftSettings: strict),
    .target(
      name: "DigitDrawing", dependencies: ["DigitData", "RecognizerRandomNumbers"],
      swiftSettings: strict),
    .target(
      name: "DigitRecognition",
      dependencies: [
        "DigitData", "DigitDrawing", "NeuralNet", "RecognizerFileIO", "RecognizerRandomNumbers",
        "RecognizerShippedModel",
      ],
      swiftSettings: strict),

    // MARK: Commands
    .executableTarget(
      name: "recognizer",
      dependencies: [
        "DigitData", "DigitDrawing", "DigitRecognition", "RecognizerFileIO", "NeuralNet",
        "NeuralNetReference", "RecognizerProgramArguments", "RecognizerRandomNumbers",
      ],
      swiftSettings: strict, linkerSettings: stripped),
    .executableTarget(
      name: "draw-samples",
      dependencies: ["DigitData", "DigitDrawing", "RecognizerFileIO", "RecognizerRandomNumbers"],
      swiftSettings: strict),
    .executableTarget(
      name: "draw-figures",
      dependencies: [
        "DigitData", "DigitRecognition", "RecognizerFileIO", "NeuralNet", "NeuralNetReference",
      ],
      swiftSettings: strict),

    // MARK: Tests
    .target(
      name: "RecognizerTestSupport",
      dependencies: ["DigitData", "NeuralNet", "NeuralNetReference"],
      path: "Tests/TestSupport", swiftSettings: strict + [.unsafeFlags(["-O"])]),
    .target(name: "RecognizerAllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(
      name: "RandomNumbersTests", dependencies: ["RecognizerRandomNumbers"], swiftSettings: strict),
    .testTarget(
      name: "FileIOTests", dependencies: ["RecognizerFileIO", "RecognizerTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "KernelsTests",
      dependencies: [
        "RecognizerKernelInterface", "NeuralNet", "NeuralNetReference", "RecognizerRandomNumbers",
        "RecognizerTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "NeuralNetTests",
      dependencies: [
        "RecognizerAllocationCounter", "RecognizerFileIO", "RecognizerKernelInterface", "NeuralNet",
        "NeuralNetReference", "RecognizerRandomNumbers", "RecognizerTestSupport",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "DigitDataTests",
      dependencies: [
        "DigitData", "RecognizerFileIO", "RecognizerRandomNumbers", "RecognizerTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DigitDrawingTests",
      dependencies: [
        "draw-samples", "DigitData", "DigitDrawing", "RecognizerFileIO", "RecognizerRandomNumbers",
        "RecognizerTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DrawFiguresTests",
      dependencies: [
        "draw-figures", "DigitData", "RecognizerFileIO", "NeuralNetReference",
        "RecognizerTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DigitRecognitionTests",
      dependencies: [
        "DigitData", "DigitDrawing", "DigitRecognition", "RecognizerFileIO", "NeuralNet",
        "RecognizerRandomNumbers",
        "RecognizerTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RecognizerTests",
      dependencies: [
        "recognizer", "DigitData", "DigitDrawing", "DigitRecognition", "RecognizerFileIO",
        "RecognizerRandomNumbers", "RecognizerTestSupport",
      ],
      swiftSettings: strict),
  ] + kernelVariants,
  cLanguageStandard: .gnu2x
)
