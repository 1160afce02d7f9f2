package io.ancho.localstack;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The flags of the stack's JVMs. They are many and mostly idle: a serial collector, small
 * heaps, no files in shared folders, and an end rather than a life without memory.
 */
final class Jvm {

	private static final List<String> COMMON = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData",
			"-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Djava.net.preferIPv4Stack=true");

	private Jvm() {
	}

	/**
	 * The launcher of the JDK that runs this process.
	 */
	static Path java() {
		return Path.of(System.getProperty("java.home"), "bin", "java");
	}

	static File nothing() {
		return new File("/dev/null");
	}

	/**
	 * For what computes all day: both compilers.
	 */
	static List<String> hard(String smallestHeap, String largestHeap) {
		return Stream.concat(Stream.of("-Xms" + smallestHeap, "-Xmx" + largestHeap), COMMON.stream()).toList();
	}

	/**
	 * For what mostly waits: the quick compiler alone, which starts faster and needs
	 * less.
	 */
	static List<String> light(String smallestHeap, String largestHeap) {
		return Stream.concat(hard(smallestHeap, largestHeap).stream(), Stream.of("-XX:TieredStopAtLevel=1")).toList();
	}

}
