package io.ancho.worker.python;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Environment;
import io.ancho.worker.InfrastructureException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A runner process: loads one model, then computes slices of its sequences.
 */
public final class Runner implements AutoCloseable {

	/** For whatever takes time between sequences. */
	private static final Duration HANDOVER = Duration.ofSeconds(10);

	private final RunnerProcess process;

	private final PythonProperties properties;

	private final DataSize memory;

	private Path folder = Path.of("");

	private @Nullable Loaded loaded;

	/** Whether it has computed anything. */
	private boolean used;

	Runner(RunnerProcess process, PythonProperties properties, DataSize memory) {
		this.process = process;
		this.properties = properties;
		this.memory = memory;
	}

	/**
	 * What a runner tells of the model it has loaded.
	 *
	 * @param batch whether it computes whole blocks
	 * @param python the version of Python
	 * @param packages the packages of its environment that it names, name to version
	 * @param environment all of its environment
	 */
	public record Loaded(boolean batch, String python, Map<String, String> packages, Environment environment) {

		static Loaded of(Reply reply, long payload) throws ProtocolBrokenException {
			Boolean batch = reply.batch();
			ReplyEnvironment environment = reply.environment();
			if (batch == null || environment == null || payload != 0) {
				throw new ProtocolBrokenException("a reply does not tell what was loaded, or more than that");
			}
			return new Loaded(batch, ReplyText.line("version of Python", reply.python()),
					new TreeMap<>(ReplyText.packages(reply.packages())), environment.checked());
		}

	}

	/**
	 * A request for sequences.
	 *
	 * @param first the first
	 * @param count how many at most
	 * @param pace after how long to hand over what there is
	 * @param timeout how long one sequence (or block) may take
	 */
	public record Request(long first, int count, Duration pace, Duration timeout) {
	}

	/**
	 * Where the files of its model have to be put before it is loaded.
	 * @return an empty folder, which no other process sees
	 */
	public Path modelFolder() {
		return this.process.modelFolder();
	}

	/**
	 * Loads the model.
	 * @param model what to load
	 * @param log where its log goes from now on
	 * @throws ModelFault if it does not load
	 * @throws RunnerLostException if the process is gone
	 * @throws InfrastructureException if it was gone before it had seen the model
	 * @throws InterruptedException if the executor stops
	 */
	public void load(Model model, Consumer<String> log) throws InterruptedException {
		this.process.logTo(log);
		Scratch.Places places = this.process.box().places();
		this.folder = places.model();
		Map<String, Object> request = Map.of("op", "load", "path", places.model().toString(), "entrypoint",
				model.entrypoint(), "starting_values", model.startingValues(), "seed", model.seed(), "block_size",
				model.blockSize(), "black_box", places.box().toString(), "copy", places.copyOfModel().toString(),
				"memory", this.memory.toBytes());
		greet();
		Duration limit = this.properties.loadTimeout();
		String late = "the model did not load within " + limit;
		Patience patience = Patience.of(limit, System.nanoTime());
		this.loaded = ask(request, patience, late, new ReplyBuffer(), accepting(Loaded::of)).header();
	}

	/**
	 * Waits until the process answers. It has seen nothing of the model yet, so whatever
	 * is wrong now is not the model's doing, and whatever is wrong later is not the
	 * infrastructure's, whatever the process says.
	 */
	private void greet() throws InterruptedException {
		Patience patience = Patience.of(this.properties.loadTimeout(), System.nanoTime());
		try {
			this.process.exchange(Map.of("op", "hello"), this.folder, patience, "it gave no answer", new ReplyBuffer(),
					accepting((reply, payload) -> reply));
		}
		catch (RunnerProcess.LostException ex) {
			throw new InfrastructureException("a Python process did not start: " + ex.death().message(), null);
		}
	}

	/**
	 * Computes sequences.
	 * @param request which, and how long it may take
	 * @param buffer where the outputs go
	 * @return at least one sequence, or none if the process has no memory left for it
	 * @throws ModelFault if the outputs are refused
	 * @throws RunnerLostException if the process is gone, or was ended for being late
	 * @throws InterruptedException if the executor stops
	 */
	public Slice run(Request request, ReplyBuffer buffer) throws InterruptedException {
		Map<String, Object> header = Map.of("op", "run", "first", request.first(), "count", request.count(), "seconds",
				request.pace().toMillis() / 1000.0, "bytes", this.properties.maxReply().toBytes());
		Patience patience = new Patience(this.process.box()::index, request.first(), request.first() + request.count(),
				request.timeout(), request.pace().plus(HANDOVER), System.nanoTime());
		String late = "it took longer than sequence_timeout, " + request.timeout()
				+ ": look for what makes it slow, or submit with a longer one";
		long asked = System.nanoTime();
		Messages.Message<SliceHeader> message = ask(header, patience, late, buffer,
				accepting((reply, payload) -> SliceHeader.of(request, reply, payload)));
		return slice(request, message, (System.nanoTime() - asked) / 1e9);
	}

	private <H> Messages.Message<H> ask(Map<String, ?> request, Patience patience, String late, ReplyBuffer buffer,
			Messages.HeaderReader<H> reader) throws InterruptedException {
		try {
			return this.process.exchange(request, this.folder, patience, late, buffer, reader);
		}
		catch (RunnerProcess.LostException ex) {
			throw new RunnerLostException(ex.death(), this.loaded);
		}
	}

	private Slice slice(Request request, Messages.Message<SliceHeader> message, double elapsed) {
		Loaded model = Objects.requireNonNull(this.loaded, "no model is loaded");
		try {
			Slice slice = message.header().with(model, message.payload(), elapsed);
			if (slice.count() == 0 && !this.used) {
				throw new ProtocolBrokenException("a process that has computed nothing cannot be worn");
			}
			this.used = true;
			return slice;
		}
		catch (ProtocolBrokenException ex) {
			close();
			throw new RunnerLostException(Death.ofBrokenProtocol(ex, request.first()), model);
		}
	}

	/** A refusal is no reply to what was asked, but a proper one. */
	private static <H> Messages.HeaderReader<H> accepting(Messages.HeaderReader<H> reader) {
		return (reply, payload) -> {
			if (Boolean.TRUE.equals(reply.ok())) {
				return reader.read(reply, payload);
			}
			boolean outputs = "OUTPUTS".equals(reply.kind());
			if (reply.ok() == null || payload != 0 || !(outputs || "MODEL".equals(reply.kind()))) {
				throw new ProtocolBrokenException("a reply neither gives what was asked for nor refuses it");
			}
			throw new ModelFault(outputs ? Cause.OUTPUTS : Cause.MODEL, ReplyText.text("message", reply.message()));
		};
	}

	/**
	 * The environment that the model was loaded in.
	 * @return what the process says of it
	 */
	public Environment environment() {
		return Objects.requireNonNull(this.loaded, "no model is loaded").environment();
	}

	/**
	 * Whether the process is there.
	 * @return false once it has ended or been closed
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
