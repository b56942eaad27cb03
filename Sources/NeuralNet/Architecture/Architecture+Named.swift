extension Architecture {
  /// The architectures that can be asked for by name.
  public static let named: [Architecture] = [
    .quick, .tiny, .default, .accurate, .equilibrium, .equilibriumDense, .lenet5, .mnistExample,
    .mlp,
  ]

  /// The architecture called `name`, if there is one.
  public static func named(_ name: String) -> Architecture? { named.first { $0.name == name } }

  private static let digit = Shape(channels: 1, height: 28, width: 28)

  /// LeNet-5 with ReLU and max pooling: 61,706 parameters, 0.42 M multiply-adds.
  public static let lenet5 = Architecture(
    name: "lenet5", input: digit,
    layers: [
      .convolution(outputs: 6, kernel: 5, padding: 2), .relu, .maxPooling(size: 2, stride: 2),
      .convolution(outputs: 16, kernel: 5), .relu, .maxPooling(size: 2, stride: 2),
      .flatten, .dense(outputs: 120), .relu, .dense(outputs: 84), .relu, .dense(outputs: 10),
    ])

  /// The network of PyTorch's MNIST example without dropout: 1.2 M parameters, 12.0 M multiply-adds.
  public static let mnistExample = Architecture(
    name: "mnist-example", input: digit,
    layers: [
      .convolution(outputs: 32, kernel: 3), .relu, .convolution(outputs: 64, kernel: 3), .relu,
      .maxPooling(size: 2, stride: 2),
      .flatten, .dense(outputs: 128), .relu, .dense(outputs: 10),
    ])

  /// Small enough to reach 99 % in seconds: 108,874 parameters, 0.8 M multiply-adds.
  public static let quick = Architecture(
    name: "quick", input: digit,
    layers: [
      .convolution(outputs: 16, kernel: 5), .relu, .maxPooling(size: 2, stride: 2),
      .convolution(outputs: 32, kernel: 3), .relu, .maxPooling(size: 2, stride: 2),
      .flatten, .dense(outputs: 128), .relu, .dense(outputs: 10),
    ])

  /// As few parameters as 99.4 % need, 6,142: six narrow convolutions, whose last maps are averaged.
  package static let tiny = Architecture(
    name: "tiny", input: digit,
    layers: normalizedConvolutions([8, 10]) + [.maxPooling(size: 2, stride: 2)]
      + normalizedConvolutions([12, 12, 12, 13])
      + [.averagePooling(size: 4, stride: 4), .flatten, .dense(outputs: 10)])

  /// The shipped one: four normalised convolutions and two dense layers, 9.8 M multiply-adds.
  public static let `default` = Architecture(
    name: "default", input: digit,
    layers: normalizedConvolutions([32, 32]) + [.maxPooling(size: 2, stride: 2)]
      + normalizedConvolutions([64, 64]) + [.maxPooling(size: 2, stride: 2)]
      + [
        .flatten, .dense(outputs: 128, bias: false), .batchNormalization(), .relu,
        .dropout(probability: 0.3), .dense(outputs: 10),
      ])

  /// Twice as wide and two convolutions deeper, for accuracy before speed.
  public static let accurate = Architecture(
    name: "accurate", input: digit,
    layers: normalizedConvolutions([48, 48], padding: 1) + [.maxPooling(size: 2, stride: 2)]
      + normalizedConvolutions([96, 96], padding: 1) + [.maxPooling(size: 2, stride: 2)]
      + normalizedConvolutions([128, 128])
      + [
        .flatten, .dropout(probability: 0.3), .dense(outputs: 160, bias: false),
        .batchNormalization(), .relu, .dropout(probability: 0.3), .dense(outputs: 10),
      ])

  /// A convolution, then a state that settles under a 3x3 convolution of itself: 72,618 parameters.
  public static let equilibrium = Architecture(
    name: "equilibrium", input: digit,
    layers: [
      .convolution(outputs: 24, kernel: 5), .relu, .maxPooling(size: 2, stride: 2),
      .equilibrium(outputs: 32, kernel: 3, function: .relu, tolerance: 1e-5, limit: 40),
      .maxPooling(size: 2, stride: 2),
      .flatten, .dense(outputs: 48), .relu, .dense(outputs: 10),
    ])

  /// Connected units that settle, followed by the classes alone: 99,560 parameters.
  public static let equilibriumDense = Architecture(
    name: "equilibrium-dense", input: digit,
    layers: [
      .flatten, .equilibrium(outputs: 110, function: .relu, tolerance: 1e-5, limit: 40),
      .dense(outputs: 10),
    ])

  /// 3x3 convolutions, each with batch normalisation, whose shift does a bias's work, and ReLU.
  private static func normalizedConvolutions(
    _ outputs: [Int], padding: Int = 0
  ) -> [LayerDescription] {
    outputs.flatMap { outputs -> [LayerDescription] in
      [
        .convolution(outputs: outputs, kernel: 3, padding: padding, bias: false),
        .batchNormalization(), .relu,
      ]
    }
  }

  /// A network without convolution: 784-256-128-10.
  public static let mlp = Architecture(
    name: "mlp", input: digit,
    layers: [
      .flatten, .dense(outputs: 256), .relu, .dense(outputs: 128), .relu, .dense(outputs: 10),
    ])
}
