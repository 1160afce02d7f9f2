package io.ancho.events;

import java.util.List;
import java.util.Map;

/**
 * Everything outside a model that can change one of its numbers, as its process has found
 * it. All sequences of a run are executed in environments of the same digest.
 *
 * @param digest stands for all of it, {@code sha256:…}
 * @param implementation of Python, such as {@code CPython}
 * @param python its version
 * @param machine the processor's architecture
 * @param libc the C library and its version
 * @param rules the version of Ancho's own rules of drawing
 * @param numerics {@code portable} or {@code native}
 * @param kernels what NumPy and linear algebra have chosen; with native numerics, what
 * the processor has
 * @param sample what functions give here to the last bit, as a digest
 * @param packages all packages, name to version
 */
public record Environment(String digest, String implementation, String python, String machine, String libc, int rules,
		String numerics, List<String> kernels, String sample, Map<String, String> packages) {
}
