package io.ancho.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import io.ancho.events.Chunk;
import io.ancho.events.ChunkFailed.Cause;
import io.ancho.worker.ImpedimentException;
import io.ancho.worker.InfrastructureException;
import io.ancho.worker.cache.CacheUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The models on this machine, each unpacked once into a folder named by its SHA-256 and
 * shared by all executors.
 */
@Component
public class Models {

	private static final Logger logger = LoggerFactory.getLogger(Models.class);

	private static final Pattern ID = Pattern.compile("sha256:([0-9a-f]{64})");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final ModelProperties properties;

	private final CacheUse use;

	Models(ModelProperties properties, CacheUse use) {
		this.properties = properties;
		this.use = use;
	}

	/**
	 * The folder of a model, fetched first if it is not there, and kept for as long as
	 * the run is not over.
	 * @param run the run that uses it
	 * @param model the model
	 * @return a folder nobody writes to
	 * @throws ImpedimentException if it is not there to be fetched, or not what its id
	 * says
	 * @throws InfrastructureException if it cannot be fetched
	 * @throws InterruptedException if the executor stops
	 */
	public Path folder(String run, Chunk.Model model) throws InterruptedException {
		String sha256 = sha256(model.id());
		Path folder = place(model);
		this.use.begin(run, folder);
		try {
			if (!Files.isDirectory(folder) || !Files.exists(archive(folder))) {
				fetch(model, sha256, folder);
			}
			return folder;
		}
		catch (IOException ex) {
			throw new InfrastructureException("cannot fetch model " + model.id(), ex);
		}
	}

	/**
	 * Where the folder of a model is, or would be.
	 * @param model the model
	 * @return a path, of a folder once {@link #folder} has fetched it
	 */
	public Path place(Chunk.Model model) {
		return this.properties.cache().toAbsolutePath().resolve("models").resolve(sha256(model.id()));
	}

	/**
	 * Whether a model is there, so that {@link #folder} takes no time.
	 * @param model the model
	 * @return false if it has to be fetched
	 */
	public boolean isHere(Chunk.Model model) {
		return Files.isDirectory(place(model)) && Files.exists(archive(place(model)));
	}

	/**
	 * Puts a model's files into a folder, if they are still those that its id says.
	 * @param model the model, which {@link #folder} has fetched
	 * @param folder an empty folder
	 * @throws InfrastructureException if it is not there any more, or has been changed;
	 * it is fetched anew then
	 */
	public void unpack(Chunk.Model model, Path folder) {
		Path archive = archive(place(model));
		try {
			if (unpack(Files.newInputStream(archive), folder).equals(sha256(model.id()))) {
				return;
			}
			Files.delete(archive);
			throw new InfrastructureException("somebody has changed " + archive + ", which is removed", null);
		}
		catch (IOException ex) {
			throw new InfrastructureException("cannot unpack " + archive, ex);
		}
	}

	private static Path archive(Path folder) {
		return folder.resolveSibling(folder.getFileName() + CacheUse.ARCHIVE);
	}

	private static String sha256(String id) {
		var matcher = ID.matcher(id);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(id + " is no model's id");
		}
		return matcher.group(1);
	}

	private void fetch(Chunk.Model model, String sha256, Path folder) throws IOException, InterruptedException {
		Files.createDirectories(folder.getParent());
		Path unpacked = Files.createTempDirectory(folder.getParent(), ".unpacking-");
		Path archive = archive(unpacked);
		try {
			Files.setPosixFilePermissions(unpacked,
					java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
			download(model, archive);
			String digest = unpack(Files.newInputStream(archive), unpacked);
			if (!digest.equals(sha256)) {
				throw new ImpedimentException(Cause.MODEL,
						"the SHA-256 of the archive of model " + model.id() + " is " + digest, null);
			}
			publish(unpacked, folder);
			Files.move(archive, archive(folder), StandardCopyOption.ATOMIC_MOVE);
			logger.info("Fetched model {}", model.id());
		}
		finally {
			FileSystemUtils.deleteRecursively(unpacked);
			Files.deleteIfExists(archive);
		}
	}

	/** Another process may have been faster: its folder holds the same files. */
	private static void publish(Path unpacked, Path folder) throws IOException {
		try {
			Files.move(unpacked, folder);
		}
		catch (IOException ex) {
			if (!Files.isDirectory(folder)) {
				throw ex;
			}
		}
	}

	private void download(Chunk.Model model, Path archive) throws IOException, InterruptedException {
		HttpResponse<InputStream> response = request(model);
		try (InputStream body = response.body()) {
			if (response.statusCode() / 100 == 4) {
				throw new ImpedimentException(Cause.MODEL,
						"the archive of model " + model.id() + " is not there: status " + response.statusCode(), null);
			}
			if (response.statusCode() != 200) {
				throw new IOException(response.uri().resolve("/") + " answered " + response.statusCode());
			}
			Files.copy(body, archive);
		}
	}

	/** Unpacks an archive, which is closed; the SHA-256 of the tar in it. */
	private String unpack(InputStream archive, Path folder) throws IOException {
		try (InputStream in = archive) {
			DigestInputStream tar = new DigestInputStream(new GZIPInputStream(in), digest());
			new TarArchive(tar, this.properties.maxSize().toBytes(), this.properties.maxFiles()).unpack(folder);
			return HexFormat.of().formatHex(tar.getMessageDigest().digest());
		}
	}

	/** What one instance of run-service answers; the next is asked if it does not. */
	private HttpResponse<InputStream> request(Chunk.Model model) throws IOException, InterruptedException {
		IOException failure = new IOException("no instance of run-service is known");
		for (URI source : this.properties.source()) {
			URI link = URI.create(source.toString().replaceAll("/+$", "") + model.archive());
			try {
				return this.http.send(HttpRequest.newBuilder(link).timeout(TIMEOUT).build(),
						HttpResponse.BodyHandlers.ofInputStream());
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		throw failure;
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

}
