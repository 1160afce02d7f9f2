package io.ancho.worker.python;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A runner process: loads one model, then computes slices of its sequences.
 */
public final class Runner implements AutoCloseable {

	/** For handing over outputs, and whatever else takes time between sequences. */
	private static final Duration HANDOVER = Duration.ofSeconds(10);

	private final RunnerProcess process;

	private final PythonProperties properties;

	private final DataSize memory;

	private Path folder = Path.of("");

	private @Nullable Loaded loaded;

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
	 * @param packages the packages of its environment, name to version
	 */
	public record Loaded(boolean batch, String python, Map<String, String> packages) {
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
	 * Loads the model.
	 * @param model what to load
	 * @param log where its log goes from now on
	 * @throws ModelFault if it does not load
	 * @throws RunnerLostException if the process is gone
	 * @throws InterruptedException if the executor stops
	 */
	public void load(Model model, Consumer<String> log) throws InterruptedException {
		this.process.logTo(log);
		this.folder = model.folder();
		Map<String, Object> request = Map.of("op", "load", "path", model.folder().toString(), "entrypoint",
				model.entrypoint(), "starting_values", model.startingValues(), "seed", model.seed(), "block_size",
				model.blockSize(), "black_box", this.process.box().path().toString(), "copy",
				this.process.box().copyOfModel().toString(), "memory", this.memory.toBytes());
		Duration limit = this.properties.loadTimeout();
		String late = "the model did not load within " + limit;
		Patience patience = Patience.of(limit, System.nanoTime());
		Reply reply = accepted(ask(request, patience, late, new ReplyBuffer()).header());
		this.loaded = new Loaded(Boolean.TRUE.equals(reply.batch()),
				StorableText.of(Objects.requireNonNullElse(reply.python(), "")),
				StorableText.of(Objects.requireNonNullElse(reply.packages(), Map.of())));
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
		Duration otherwise = request.pace().plus(request.timeout()).plus(HANDOVER);
		Patience patience = new Patience(this.process.box()::index, request.first(), request.first() + request.count(),
				request.timeout(), otherwise, System.nanoTime());
		String late = "it took longer than sequence_timeout, " + request.timeout()
				+ ": look for what makes it slow, or submit with a longer one";
		return slice(request, ask(header, patience, late, buffer));
	}

	private Messages.Message ask(Map<String, ?> request, Patience patience, String late, ReplyBuffer buffer)
			throws InterruptedException {
		try {
			return this.process.exchange(request, this.folder, patience, late, buffer);
		}
		catch (RunnerProcess.LostException ex) {
			throw new RunnerLostException(ex.death(), this.loaded);
		}
	}

	private Slice slice(Request request, Messages.Message message) {
		Reply reply = accepted(message.header());
		int count = Objects.requireNonNullElse(reply.count(), 0);
		boolean worn = Boolean.TRUE.equals(reply.worn());
		Slice slice = new Slice(request.first(), count, Objects.requireNonNullElse(reply.seconds(), 0.0),
				Objects.requireNonNullElse(reply.outputs(), List.of()),
				Objects.requireNonNullElse(reply.failures(), List.<SequenceFailure>of())
					.stream()
					.map(StorableText::of)
					.toList(),
				Objects.requireNonNull(this.loaded, "no model is loaded"), message.payload(), worn);
		boolean asked = Long.valueOf(request.first()).equals(reply.first()) && count >= (worn ? 0 : 1)
				&& count <= request.count() && slice.isConsistent();
		if (!asked || !slice.isStorable()) {
			close();
			String wrong = asked ? "gave two outputs one name, or one a name that cannot be stored"
					: "answered what was not asked";
			Death death = new Death(Death.Kind.PROTOCOL, "the model's process " + wrong, null, request.first());
			throw new RunnerLostException(death, this.loaded);
		}
		return slice;
	}

	private static Reply accepted(Reply reply) {
		if (Boolean.TRUE.equals(reply.ok())) {
			return reply;
		}
		Cause kind = "OUTPUTS".equals(reply.kind()) ? Cause.OUTPUTS : Cause.MODEL;
		throw new ModelFault(kind,
				StorableText.of(Objects.requireNonNullElse(reply.message(), "the model was refused")));
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
