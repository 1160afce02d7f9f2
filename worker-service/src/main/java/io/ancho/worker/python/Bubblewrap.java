package io.ancho.worker.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wall of Linux namespaces (bwrap(1)), a filter of system calls and limits. Of the file
 * system there are only the system's libraries, the interpreter and the model, read-only;
 * what the process writes goes to memory of limited size and ends with it. There is no
 * network.
 *
 * @param plain what is arranged outside the wall
 * @param bwrap the program that builds it
 * @param identity who the process is
 * @param limits what it may take
 */
record Bubblewrap(PlainSandbox plain, Path bwrap, Identity identity, Limits limits) implements Sandbox {

	private static final Logger logger = LoggerFactory.getLogger(Bubblewrap.class);

	private static final String HOME = "/tmp";

	private static final Scratch.Places PLACES = new Scratch.Places(Path.of(HOME), Path.of(HOME, ".black-box"),
			Path.of("/model"));

	private static final List<String> SYSTEM = List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64",
			"/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives");

	private static final List<String> NAMESPACES = List.of("--unshare-ipc", "--unshare-pid", "--unshare-uts",
			"--unshare-cgroup-try", "--die-with-parent", "--new-session", "--hostname", "ancho", "--proc", "/proc",
			"--dev", "/dev");

	/** What reaching a package index takes. */
	private static final List<String> NETWORK = List.of("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf",
			"/etc/host.conf", "/etc/gai.conf", "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/pip.conf");

	/** Runs its arguments with the file it is named by as number 3. */
	private static final List<String> WITH_FILTER = List.of("/bin/sh", "-c", "exec \"$@\" 3< \"$0\"");

	/**
	 * What a process may take.
	 *
	 * @param scratch bytes in its working folder
	 * @param shared bytes in {@code /dev/shm}
	 * @param processes how many processes and threads there may be
	 */
	record Limits(long scratch, long shared, int processes) {
	}

	/**
	 * The wall, tried before it is relied on.
	 * @throws NoWallException if it does not stand
	 */
	static Bubblewrap of(PlainSandbox plain, PythonProperties properties, long memory) {
		Path bwrap = Tools.find("bwrap").orElseThrow(() -> new NoWallException("there is no bwrap on the path."));
		Limits limits = new Limits(properties.scratchOf(memory), memory / 4, properties.processes());
		String trouble = null;
		for (Identity identity : Identity.possible()) {
			Bubblewrap wall = new Bubblewrap(plain, bwrap, identity, limits);
			trouble = wall.trouble();
			if (trouble == null) {
				logger.info("Models run behind {}, as {}", bwrap, identity);
				return wall;
			}
		}
		String said = (trouble != null) ? trouble.lines().findFirst().orElse("nothing") : "nothing";
		throw new NoWallException(bwrap + " says \"" + said + "\".");
	}

	private @Nullable String trouble() {
		Scratch scratch = Scratch.create();
		try {
			Files.createFile(scratch.box());
			return Tools.trouble(wrap(List.of("true"), scratch, List.of()));
		}
		catch (IOException ex) {
			return String.valueOf(ex.getMessage());
		}
		finally {
			scratch.delete();
		}
	}

	@Override
	public List<String> wrap(List<String> command, Scratch scratch, List<Path> readable) throws IOException {
		Identity who = this.identity.thatCanRead(readable);
		String user = who.user();
		give(scratch.box(), user);
		List<String> all = outside(scratch);
		all.addAll(who.options());
		all.addAll(List.of("--unshare-net", "--perms", "1777", "--size", String.valueOf(this.limits.shared()),
				"--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--perms", "1777", "--size",
				String.valueOf(this.limits.scratch()), "--tmpfs", HOME));
		addReadable(all, readable);
		bind(all, "--bind", scratch.box(), PLACES.box());
		bind(all, "--ro-bind", scratch.model(), PLACES.model());
		all.addAll(List.of("--remount-ro", "/", "--chdir", HOME, "--"));
		all.addAll(limited());
		all.addAll(Identity.become(user));
		all.addAll(command);
		return all;
	}

	private static void give(Path file, String user) throws IOException {
		if (!user.isEmpty()) {
			Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
		}
	}

	/** The number of processes is counted in the namespace that it is limited in. */
	private List<String> limited() {
		return Tools.find("prlimit")
			.map((tool) -> List.of(tool.toString(), "--nproc=" + this.limits.processes()))
			.orElseThrow(() -> new NoWallException("there is no prlimit on the path: it is in util-linux."));
	}

	@Override
	public List<String> wrapInstallation(List<String> command, Scratch scratch, List<Path> readable, Path writable)
			throws IOException {
		List<String> all = outside(scratch);
		all.addAll(this.identity.optionsOfTheSameUser());
		all.addAll(List.of("--bind", scratch.folder().toString(), HOME));
		NETWORK.forEach((path) -> bind(all, "--ro-bind-try", Path.of(path), Path.of(path)));
		addReadable(all, readable);
		bind(all, "--ro-bind", scratch.model(), PLACES.model());
		bind(all, "--bind", writable, writable);
		all.addAll(List.of("--remount-ro", "/", "--chdir", HOME, "--"));
		all.addAll(command);
		return all;
	}

	private List<String> outside(Scratch scratch) throws IOException {
		List<String> all = new ArrayList<>(WITH_FILTER);
		all.add(scratch.filter(SystemCallFilter.program()).toString());
		all.addAll(this.plain.prefix());
		all.addAll(List.of(this.bwrap.toString(), "--seccomp", "3"));
		all.addAll(NAMESPACES);
		SYSTEM.forEach((path) -> addSystem(all, Path.of(path)));
		return all;
	}

	/** What is above them is open, whatever it is on this machine. */
	private static void addReadable(List<String> all, List<Path> paths) {
		paths.stream()
			.flatMap((path) -> Stream.iterate(path.getParent(), Objects::nonNull, Path::getParent))
			.filter((folder) -> folder.getNameCount() > 0)
			.distinct()
			.sorted(Comparator.comparing(Path::getNameCount))
			.forEach((folder) -> all.addAll(List.of("--dir", folder.toString())));
		paths.forEach((path) -> bind(all, "--ro-bind-try", path, path));
	}

	private static void addSystem(List<String> all, Path path) {
		if (Files.isSymbolicLink(path) && Files.isDirectory(path)) {
			all.addAll(List.of("--symlink", target(path), path.toString()));
		}
		else {
			bind(all, "--ro-bind-try", path, path);
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "usr/" + link.getFileName();
		}
	}

	private static void bind(List<String> command, String how, Path path, Path inside) {
		command.addAll(List.of(how, path.toString(), inside.toString()));
	}

	@Override
	public Scratch.Places places(Scratch scratch) {
		return PLACES;
	}

	@Override
	public String kind() {
		return "bubblewrap";
	}

}
