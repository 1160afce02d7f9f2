package io.ancho.worker.python;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * No wall, but a session and process group of its own, no new privileges, death with the
 * executor and limits on files: as much of it as util-linux offers here.
 *
 * @param prefix the commands that arrange it
 * @param permissions the command that has root's processes obey the permissions of files,
 * where it is needed and allowed
 */
record PlainSandbox(List<String> prefix, List<String> permissions) implements Sandbox {

	private static final long MAX_OPEN_FILES = 1024;

	static PlainSandbox of(PythonProperties properties) {
		List<String> prefix = group(List.of());
		Tools.find("prlimit")
			.ifPresent((tool) -> prefix.addAll(List.of(tool.toString(), "--core=0", "--nofile=" + MAX_OPEN_FILES,
					"--fsize=" + properties.maxFileSize().toBytes())));
		return new PlainSandbox(List.copyOf(prefix), obeyingPermissions());
	}

	private static List<String> obeyingPermissions() {
		Optional<Path> setpriv = Tools.find("setpriv");
		if (setpriv.isEmpty() || !isRoot()) {
			return List.of();
		}
		List<String> command = List.of(setpriv.get().toString(), "--bounding-set", "-dac_override");
		return Tools.works(plus(command, "true")) ? command : List.of();
	}

	static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static List<String> plus(List<String> command, String word) {
		List<String> all = new ArrayList<>(command);
		all.add(word);
		return all;
	}

	/**
	 * Makes a command the leader of a session and group of its own that ends with the
	 * executor.
	 * @param command the command
	 * @return the whole command, modifiable
	 */
	private static List<String> group(List<String> command) {
		List<String> all = new ArrayList<>();
		Tools.find("setsid").ifPresent((tool) -> all.add(tool.toString()));
		Tools.find("setpriv")
			.ifPresent((tool) -> all.addAll(List.of(tool.toString(), "--pdeathsig", "KILL", "--no-new-privs")));
		all.addAll(command);
		return all;
	}

	@Override
	public List<String> wrap(List<String> command, Scratch scratch, List<Path> readable) {
		List<String> all = new ArrayList<>(this.prefix);
		all.addAll(this.permissions);
		all.addAll(command);
		return all;
	}

	@Override
	public List<String> wrapInstallation(List<String> command, Scratch scratch, List<Path> readable, Path writable) {
		return group(command);
	}

	@Override
	public Scratch.Places places(Scratch scratch) {
		return new Scratch.Places(scratch.folder(), scratch.box(), scratch.model());
	}

	@Override
	public String kind() {
		return "none";
	}

}
