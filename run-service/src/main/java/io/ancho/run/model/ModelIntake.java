package io.ancho.run.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.ancho.run.problem.ProblemException;
import io.ancho.run.quota.Quota;
import io.ancho.run.quota.UserLimits;
import io.ancho.run.source.Fetched;
import io.ancho.run.source.InvalidSourceException;
import io.ancho.run.source.Source;
import io.ancho.run.source.SourceDocument;
import io.ancho.run.source.SourceFetches;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Turns an archive, uploaded or fetched, into a model.
 */
@Component
class ModelIntake {

	/** How many folders with an ancho.toml are named. */
	private static final String REQUIREMENTS = "pip-requirements.txt";

	private static final int MAX_ELSEWHERE = 3;

	private final ModelProperties properties;

	private final Models models;

	private final SourceFetches sources;

	private final UserLimits limits;

	private final Clock clock;

	private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

	ModelIntake(ModelProperties properties, SourceFetches sources, Models models, UserLimits limits, Clock clock) {
		this.properties = properties;
		this.sources = sources;
		this.models = models;
		this.limits = limits;
		this.clock = clock;
	}

	/**
	 * Reads, checks and stores an archive.
	 * @param owner the user
	 * @param archive a file, {@code .tar.gz} or {@code .zip} by its first bytes
	 * @return the model, and whether it is new to this user
	 * @throws InvalidModelException if the archive is not a model
	 */
	Models.Added take(String owner, Path archive) {
		return take(owner, archive, null);
	}

	/**
	 * Fetches, checks and stores what is at a source.
	 * @param owner the user
	 * @param source the source
	 * @return the model, and whether it is new to this user
	 * @throws ProblemException if the source cannot be fetched, or is not a model
	 */
	Models.Added take(String owner, Source source) {
		String field = (source instanceof Source.Git) ? "git.path" : "http.url";
		try (Fetched fetched = this.sources.fetch(source, this.properties.maxFiles(),
				this.properties.maxUnpacked().toBytes())) {
			return take(owner, fetched.archive(), fetched.source());
		}
		catch (InvalidModelException ex) {
			throw new InvalidSourceException(field, String.valueOf(ex.getMessage()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot clear up after a fetch", ex);
		}
	}

	private Models.Added take(String owner, Path archive, @Nullable SourceDocument source) {
		try (ArchiveContents contents = read(archive, this.properties)) {
			return store(owner, contents, source);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot take an archive in", ex);
		}
	}

	private Models.Added store(String owner, ArchiveContents contents, @Nullable SourceDocument source)
			throws IOException {
		String folder = folder(contents);
		AnchoToml toml = AnchoToml.parse(text(contents, folder, AnchoToml.FILE));
		checkModule(toml, contents, folder);
		boolean requirements = contents.has(folder + REQUIREMENTS);
		if (requirements) {
			text(contents, folder, REQUIREMENTS);
		}
		try (NormalisedArchive archive = NormalisedArchive.write(contents, folder)) {
			return add(owner, new Model(archive.id(), toml.name(), toml.entrypoint(), requirements, archive.sizeBytes(),
					this.clock.instant().truncatedTo(ChronoUnit.MILLIS), source), archive.file());
		}
	}

	/** One model of a user after the other, so that two at once are not one too many. */
	private Models.Added add(String owner, Model model, Path archive) throws IOException {
		synchronized (this.locks[Math.floorMod(owner.hashCode(), this.locks.length)]) {
			if (this.limits.find(owner, Quota.MODEL_BYTES) != null && this.models.find(owner, model.id()).isEmpty()) {
				this.limits.check(owner, Quota.MODEL_BYTES, this.models.bytes(owner), model.sizeBytes());
			}
			return this.models.add(owner, model, archive);
		}
	}

	/**
	 * Reads an archive's files.
	 * @param archive a file
	 * @param properties how much it may hold
	 * @return its files, to be closed
	 * @throws IOException if the disk refuses
	 * @throws InvalidModelException if it is no archive, damaged, unsafe or too large
	 */
	static ArchiveContents read(Path archive, ModelProperties properties) throws IOException {
		if (Files.size(archive) == 0) {
			throw new InvalidModelException("the archive has no bytes");
		}
		ArchiveLimits limits = ArchiveLimits.of(properties, Files.size(archive));
		ArchiveContents contents = new ArchiveContents(limits);
		try {
			read(archive, limits, contents);
			return contents;
		}
		catch (IOException ex) {
			contents.close();
			String message = NestedExceptionUtils.getMostSpecificCause(ex).getMessage();
			throw new InvalidModelException(
					"the archive is damaged: " + Objects.requireNonNullElse(message, "it ends early"));
		}
		catch (RuntimeException ex) {
			contents.close();
			throw ex;
		}
	}

	private static void read(Path archive, ArchiveLimits limits, ArchiveContents contents) throws IOException {
		switch (kind(archive)) {
			case 0x1f8b -> TarGz.read(archive, limits, contents);
			case 0x504b -> Zip.read(archive, limits, contents);
			default -> throw new InvalidModelException("the archive is neither a .tar.gz nor a .zip");
		}
		contents.checkConsistent();
	}

	private static int kind(Path archive) throws IOException {
		try (InputStream in = Files.newInputStream(archive)) {
			return in.read() << 8 | in.read();
		}
	}

	/** The folder of ancho.toml: the root, or the only folder at the root. */
	static String folder(ArchiveContents contents) {
		if (contents.has(AnchoToml.FILE)) {
			return "";
		}
		String first = contents.paths().stream().findAny().orElse("");
		String folder = first.substring(0, first.indexOf('/') + 1);
		boolean only = !folder.isEmpty() && contents.paths().stream().allMatch((path) -> path.startsWith(folder));
		if (only && contents.has(folder + AnchoToml.FILE)) {
			return folder;
		}
		throw new InvalidModelException(
				"the archive has no ancho.toml at its root, or in the only folder there" + elsewhere(contents.paths()));
	}

	private static String elsewhere(Set<String> paths) {
		List<String> folders = paths.stream()
			.filter((path) -> path.endsWith("/" + AnchoToml.FILE))
			.map((path) -> "'" + EntryPath.shown(path.substring(0, path.lastIndexOf('/'))) + "'")
			.sorted()
			.limit(MAX_ELSEWHERE)
			.toList();
		return folders.isEmpty() ? "" : "; there is one in " + String.join(", ", folders) + ": take that folder alone";
	}

	/** What cannot be read on any executor is refused here. */
	private static String text(ArchiveContents contents, String folder, String file) throws IOException {
		if (contents.length(folder + file) > ModelText.MAX_BYTES) {
			throw new InvalidModelException(file + ": is larger than 1 MiB");
		}
		return ModelText.of(contents.bytes(folder + file), file);
	}

	private static void checkModule(AnchoToml toml, ArchiveContents contents, String folder) {
		String module = toml.modulePath();
		if (!contents.has(folder + module + ".py") && !contents.has(folder + module + "/__init__.py")) {
			throw new InvalidModelException(AnchoToml.FILE + ": model.entrypoint is " + toml.entrypoint()
					+ ", but the archive has no " + module + ".py");
		}
	}

}
