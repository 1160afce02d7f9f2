package io.ancho.worker.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ancho.worker.InfrastructureException;
import io.ancho.worker.run.EndedRuns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Which entries of the cache this executor's runs use. Beside each entry is a file
 * {@code <entry>.use}, which is never removed: its time is that of the last use, and
 * whoever uses the entry holds a shared lock on it (fcntl's, as {@code ancho clean} and
 * {@code ancho run} do). Whoever removes the entry holds the exclusive one.
 */
@Component
public class CacheUse implements DisposableBean {

	/** What a model's archive, beside its folder, is called after it. */
	public static final String ARCHIVE = ".tar.gz";

	/** What says how an environment was when it was made, beside it. */
	public static final String SEAL = ".seal";

	/** What the folder of a user's environments begins with. */
	public static final String OWNER = "of-";

	static final List<String> COMPANIONS = List.of(ARCHIVE, SEAL);

	private static final Logger logger = LoggerFactory.getLogger(CacheUse.class);

	private final Map<Path, Use> uses = new HashMap<>();

	CacheUse(EndedRuns endedRuns) {
		endedRuns.onEnd(this::release);
	}

	/**
	 * An entry in use.
	 *
	 * @param runs the runs that use it
	 * @param lock an open file, locked
	 */
	private record Use(Set<String> runs, FileChannel lock) {
	}

	/**
	 * Notes that a run uses an entry from now on until it ends. To be called before it is
	 * looked whether the entry is there: from then on nobody removes it.
	 * @param run the run's id
	 * @param entry the entry's folder, which may not exist yet
	 * @throws InfrastructureException if the file beside it cannot be locked
	 */
	public synchronized void begin(String run, Path entry) {
		try {
			Use use = this.uses.get(entry);
			if (use == null) {
				use = new Use(new HashSet<>(), lockShared(entry));
				this.uses.put(entry, use);
			}
			use.runs().add(run);
			Files.setLastModifiedTime(mark(entry), FileTime.from(Instant.now()));
		}
		catch (IOException ex) {
			throw new InfrastructureException("cannot note the use of " + entry, ex);
		}
	}

	private static FileChannel lockShared(Path entry) throws IOException {
		Files.createDirectories(entry.getParent());
		FileChannel channel = open(entry);
		try {
			channel.lock(0, Long.MAX_VALUE, true);
		}
		catch (OverlappingFileLockException ex) {
			logger.debug("This process holds the lock on {} already", entry, ex);
		}
		return channel;
	}

	private static FileChannel open(Path entry) throws IOException {
		return FileChannel.open(mark(entry), StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
	}

	private synchronized void release(String run) {
		this.uses.values().removeIf((use) -> {
			use.runs().remove(run);
			if (use.runs().isEmpty()) {
				close(use);
			}
			return use.runs().isEmpty();
		});
	}

	/**
	 * When an entry was used last.
	 * @param entry the entry's folder
	 * @return the time of the file beside it, or its own
	 * @throws IOException if it is gone
	 */
	Instant lastUse(Path entry) throws IOException {
		Path mark = mark(entry);
		return Files.getLastModifiedTime(Files.exists(mark) ? mark : entry).toInstant();
	}

	/**
	 * Does something with an entry that nobody uses, and that nobody begins to use
	 * meanwhile.
	 * @param entry the entry's folder
	 * @param action what to do
	 * @return false if somebody uses it
	 * @throws IOException if the file beside it cannot be locked, or the action throws
	 */
	synchronized boolean ifUnused(Path entry, Action action) throws IOException {
		if (this.uses.containsKey(entry)) {
			return false;
		}
		try (FileChannel channel = open(entry); FileLock lock = tryLock(channel)) {
			if (lock != null) {
				action.perform(entry);
			}
			return lock != null;
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	/**
	 * What is done with an entry.
	 */
	@FunctionalInterface
	interface Action {

		void perform(Path entry) throws IOException;

	}

	private static Path mark(Path entry) {
		return entry.resolveSibling(entry.getFileName() + ".use");
	}

	private static void close(Use use) {
		try {
			use.lock().close();
		}
		catch (IOException ex) {
			logger.debug("A lock's file does not close", ex);
		}
	}

	@Override
	public synchronized void destroy() {
		this.uses.values().forEach(CacheUse::close);
		this.uses.clear();
	}

}
