package io.ancho.worker.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who a process is behind the wall. In either case it has no capability and cannot get
 * one.
 */
enum Identity {

	/**
	 * Root's processes become another user, one of those that distributions leave free:
	 * the kernel has no limit on the number of root's own.
	 */
	ANOTHER_USER(List.of("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")),

	/** The same user, in a namespace where it is no other and where there are no more. */
	USER_NAMESPACE(List.of("--unshare-user", "--disable-userns", "--cap-drop", "ALL"));

	private static final Logger logger = LoggerFactory.getLogger(Identity.class);

	private static final Set<PosixFilePermission> OPEN = Set.of(PosixFilePermission.OTHERS_READ,
			PosixFilePermission.OTHERS_EXECUTE);

	private static final int FIRST = 60_578;

	private static final int END = 61_184;

	private final List<String> options;

	Identity(List<String> options) {
		this.options = options;
	}

	/** Those that can be had here, the better first. */
	static List<Identity> possible() {
		boolean isRoot = PlainSandbox.isRoot() && Tools.find("setpriv").isPresent();
		return isRoot ? List.of(ANOTHER_USER, USER_NAMESPACE) : List.of(USER_NAMESPACE);
	}

	/**
	 * Who can read what a process needs: another user only what is open to everybody.
	 * @param folders what it needs
	 */
	Identity thatCanRead(List<Path> folders) {
		if (this == ANOTHER_USER) {
			for (Path folder : folders) {
				if (!isOpen(folder)) {
					logger.warn("The number of a model's processes is not limited, because {} is for root alone:"
							+ " open it with chmod -R o+rX", folder);
					return USER_NAMESPACE;
				}
			}
		}
		return this;
	}

	private static boolean isOpen(Path folder) {
		try {
			return Files.getPosixFilePermissions(folder).containsAll(OPEN);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** What bwrap has to be told. */
	List<String> options() {
		return this.options;
	}

	/** What bwrap has to be told where a process keeps its user. */
	List<String> optionsOfTheSameUser() {
		return (this == ANOTHER_USER) ? List.of("--cap-drop", "ALL") : this.options;
	}

	/** A user that hardly anybody else is, or this process's own. */
	String user() {
		return (this == ANOTHER_USER) ? String.valueOf(ThreadLocalRandom.current().nextInt(FIRST, END)) : "";
	}

	/** The command that becomes a user and runs another one. */
	static List<String> become(String user) {
		String setpriv = Tools.find("setpriv").map(Path::toString).orElse("setpriv");
		return user.isEmpty() ? List.of()
				: List.of(setpriv, "--reuid", user, "--regid", user, "--clear-groups", "--inh-caps=-all");
	}

}
