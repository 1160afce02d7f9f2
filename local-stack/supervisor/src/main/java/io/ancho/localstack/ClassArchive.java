package io.ancho.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A program's classes, as a JVM had laid them out in memory when it ended (class-data
 * sharing, JEP 350): a start with it takes about half as long and half the processor. It
 * lies beside the jar and is made at the end of the first process that had none. The JVM
 * itself checks that it belongs to the jars and to the JDK, and does without it if not.
 *
 * @param jar the program; a folder of classes has no archive
 * @param part which of this stack's processes of that program it is for
 */
record ClassArchive(Path jar, String part) {

	private static final String QUIET = "-Xlog:cds*=error";

	private static final int TERMINATED = 128 + 15;

	private Path file() {
		return this.jar.resolveSibling(this.jar.getFileName() + ".jsa");
	}

	/** Of one process only: several of the same build may end at the same time. */
	private Path unfinished() {
		return this.jar
			.resolveSibling(this.jar.getFileName() + ".jsa." + ProcessHandle.current().pid() + "." + this.part);
	}

	/**
	 * Whether there is an archive of this build of the program.
	 */
	boolean exists() throws IOException {
		return Files.exists(file())
				&& Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(this.jar)) >= 0;
	}

	/**
	 * What makes a JVM use the archive.
	 * @return the flags, none if there is no archive
	 */
	List<String> use() throws IOException {
		return exists() ? List.of("-XX:SharedArchiveFile=" + file(), QUIET) : List.of();
	}

	/**
	 * What makes a JVM use the archive, or make it when it ends.
	 * @return the flags
	 */
	List<String> useOrMake() throws IOException {
		if (exists() || !Files.isRegularFile(this.jar)) {
			return use();
		}
		return List.of("-XX:ArchiveClassesAtExit=" + unfinished(), QUIET);
	}

	/**
	 * Takes what a process has made, if it has had the time to finish it.
	 * @param exitStatus the process's exit status
	 */
	void take(int exitStatus) throws IOException {
		if (exitStatus == 0 || exitStatus == TERMINATED) {
			if (Files.exists(unfinished())) {
				Files.move(unfinished(), file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		else {
			Files.deleteIfExists(unfinished());
		}
	}

}
