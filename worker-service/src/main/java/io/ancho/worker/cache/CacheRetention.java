package io.ancho.worker.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Removes the models and environments that nobody has used for long.
 */
@Component
class CacheRetention implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(CacheRetention.class);

	private static final Duration FIRST = Duration.ofMinutes(1);

	private static final Duration INTERVAL = Duration.ofHours(6);

	private final CacheUse use;

	private final CacheProperties properties;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "cache-retention");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean running;

	CacheRetention(CacheUse use, CacheProperties properties) {
		this.use = use;
		this.properties = properties;
	}

	/** Removes what was used before a time and is not in use. */
	void removeUnusedSince(Instant time) {
		Path cache = this.properties.folder().toAbsolutePath();
		entries(cache.resolve("models")).forEach((entry) -> removeIfUnusedSince(entry, time));
		for (Path entry : entries(cache.resolve("environments"))) {
			if (entry.getFileName().toString().startsWith(CacheUse.OWNER)) {
				entries(entry).forEach((own) -> removeIfUnusedSince(own, time));
			}
			else {
				removeIfUnusedSince(entry, time);
			}
		}
	}

	private static List<Path> entries(Path kind) {
		if (!Files.isDirectory(kind)) {
			return List.of();
		}
		try (Stream<Path> entries = Files.list(kind)) {
			return entries.filter(Files::isDirectory).toList();
		}
		catch (IOException | UncheckedIOException ex) {
			logger.warn("The cache in {} cannot be read: {}", kind, ex.toString());
			return List.of();
		}
	}

	private void removeIfUnusedSince(Path entry, Instant time) {
		try {
			if (this.use.lastUse(entry).isBefore(time) && this.use.ifUnused(entry, CacheRetention::remove)) {
				logger.info("Removed {}: nobody has used it for {}", entry, this.properties.retention());
			}
		}
		catch (IOException ex) {
			logger.debug("Another executor may have removed {}", entry, ex);
		}
	}

	/** Out of the way first: a folder that is half gone must not be taken for whole. */
	private static void remove(Path entry) throws IOException {
		Path removed = Files.createTempDirectory(entry.getParent(), ".removing-").resolve("entry");
		try {
			Files.move(entry, removed);
			for (String ending : CacheUse.COMPANIONS) {
				Files.deleteIfExists(entry.resolveSibling(entry.getFileName() + ending));
			}
			try (Stream<Path> folders = Files.walk(removed)) {
				folders.filter((path) -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
					.forEach((folder) -> folder.toFile().setWritable(true, true));
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(removed.getParent());
		}
	}

	@Override
	public void start() {
		this.timer.scheduleWithFixedDelay(() -> removeUnusedSince(Instant.now().minus(this.properties.retention())),
				FIRST.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.shutdownNow();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
