import KernelInterface
func add(_ a: Vector, _ b: Vector) -> Vector { a + b }
