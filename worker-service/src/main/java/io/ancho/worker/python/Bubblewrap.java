package io.ancho.worker.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A wall of Linux namespaces (bwrap(1)): no network, processes of its own, and of the
 * file system only the system's libraries, the interpreter and the model, read-only, and
 * the scratch folder.
 *
 * @param plain what is arranged outside the wall
 * @param interpreter the interpreter that runs behind it
 */
record Bubblewrap(PlainSandbox plain, Interpreter interpreter) implements Sandbox {

	private static final List<String> SYSTEM = List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64",
			"/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives");

	static boolean works() {
		return PlainSandbox.onPath("bwrap") && PlainSandbox.works(wall());
	}

	private static List<String> wall() {
		List<String> wall = new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session",
				"--cap-drop", "ALL", "--hostname", "ancho", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
		for (String path : SYSTEM) {
			Path link = Path.of(path);
			if (Files.isSymbolicLink(link) && Files.isDirectory(link)) {
				wall.addAll(List.of("--symlink", target(link), path));
			}
			else {
				wall.addAll(List.of("--ro-bind-try", path, path));
			}
		}
		return wall;
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "usr/" + link.getFileName();
		}
	}

	@Override
	public List<String> wrap(List<String> command, Path scratch, List<Path> readable) {
		List<String> all = new ArrayList<>(this.plain.prefix());
		all.addAll(wall());
		this.interpreter.folders().forEach((folder) -> bind(all, "--ro-bind-try", folder));
		readable.forEach((path) -> bind(all, "--ro-bind", path));
		bind(all, "--bind", scratch);
		all.addAll(List.of("--chdir", scratch.toString(), "--"));
		all.addAll(command);
		return all;
	}

	private static void bind(List<String> command, String how, Path path) {
		command.addAll(List.of(how, path.toString(), path.toString()));
	}

	@Override
	public boolean startsAhead() {
		return false;
	}

}
