package import RecognizerKernelInterface

extension KernelVariant {
  /// A weight's gradient is the sum over positions and samples of output gradient times input.
  ///
  /// A tile is a few output channels by a few neighbouring taps of one window row; it passes over
  /// all positions once and only then adds up the sixteen samples.
  package static func addWeightGradient(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    outputGradient: UnsafePointer<Vector>, to gradient: UnsafeMutablePointer<Float>
  ) {
    let plane = geometry.gradientPlane
    var channel = 0
    while channel < geometry.outputChannels {
      let left = geometry.outputChannels - channel
      let outputGradient = outputGradient + channel * plane
      let gradient = gradient + channel * geometry.weightsPerOutput
      #if AVX512
        if left >= 4 {
          addGradient(geometry, channels: Count<4>.self, input, outputGradient, gradient)
          channel += 4
          continue
        }
      #endif
      #if FMA
        if left >= 2 {
          addGradient(geometry, channels: Count<2>.self, input, outputGradient, gradient)
          channel += 2
          continue
        }
      #endif
      addGradient(geometry, channels: Count<1>.self, input, outputGradient, gradient)
      channel += 1
      _ = left
    }
  }

  /// The taps of every window row, for a few output channels.
  @inline(always)
  private static func addGradient<let channels: Int>(
    _ geometry: ConvolutionGeometry, channels: Count<channels>.Type,
    _ input: UnsafePointer<Vector>, _ outputGradient: UnsafePointer<Vector>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let kernel = geometry.kernel
    for inputChannel in 0..<geometry.inputChannels {
      for row in 0..<kernel {
        let input = input + inputChannel * geometry.inputPlane + row * geometry.inputWidth
        let gradient = gradient + (inputChannel * kernel + row) * kernel
        var tap = 0
        while tap < kernel {
          let left = kernel - tap
          #if AVX512
            if left >= 5 {
              addTaps(
                geometry, channels, Count<5>.self, input + tap, outputGradient, gradient + tap)
              tap += 5
              continue
            }
          #endif
          if left >= 3 {
            addTaps(geometry, channels, Count<3>.self, input + tap, outputGradient, gradient + tap)
            tap += 3
          } else if left >= 2 {
            addTaps(geometry, channels, Count<2>.self, input + tap, outputGradient, gradient + tap)
            tap += 2
          } else {
            addTaps(geometry, channels, Count<1>.self, input + tap, outputGradient, gradient + tap)
            tap += 1
          }
        }
      }
    }
  }

  @inline(always)
  private static func addTaps<let channels: Int, let taps: Int>(
    _ geometry: ConvolutionGeometry, _: Count<channels>.Type, _: Count<taps>.Type,
    _ input: UnsafePointer<Vector>, _ outputGradient: UnsafePointer<Vector>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let width = geometry.outputWidth
    let plane = geometry.gradientPlane
    let stride = geometry.stride
    var sums = RegisterTile<channels, taps>(repeating: .zero)
    for y in 0..<geometry.outputHeight {
      var window = input + y &* stride &* geometry.inputWidth
      var error = outputGradient + y &* geometry.gradientWidth
      for _ in 0..<width {
        for channel in 0..<channels {
          let factor = error[channel &* plane]
          for tap in 0..<taps {
            sums[channel][tap] = sums[channel][tap].adding(factor, times: window[tap])
          }
        }
        window += stride
        error += 1
      }
    }
    let weightsPerOutput = geometry.weightsPerOutput
    for channel in 0..<channels {
      for tap in 0..<taps {
        gradient[channel &* weightsPerOutput &+ tap] += sums[channel][tap].total
      }
    }
  }

  package static func addPlaneSums(
    planes count: Int, size: Int, _ planes: UnsafePointer<Vector>,
    to sums: UnsafeMutablePointer<Float>
  ) {
    for plane in 0..<count {
      let values = planes + plane * size
      // Four sums at once: one would wait for each addition.
      var partial = InlineArray<4, Vector>(repeating: .zero)
      var index = 0
      while index + 4 <= size {
        for lane in 0..<4 { partial[lane] += values[index &+ lane] }
        index += 4
      }
      while index < size {
        partial[0] += values[index]
        index += 1
      }
      sums[plane] += ((partial[0] + partial[1]) + (partial[2] + partial[3])).total
    }
  }

  package static func flipAndTranspose(
    outputs: Int, inputs: Int, taps: Int, _ weights: UnsafePointer<Float>,
    into turned: UnsafeMutablePointer<Float>
  ) {
    for output in 0..<outputs {
      for input in 0..<inputs {
        let source = weights + (output * inputs + input) * taps
        let target = turned + (input * outputs + output) * taps
        for tap in 0..<taps { target[tap] = source[taps - 1 - tap] }
      }
    }
  }
}
