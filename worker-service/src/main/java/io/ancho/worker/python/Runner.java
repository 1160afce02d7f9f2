package io.ancho.worker.python;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.ancho.events.ChunkFailed.Cause;
import io.ancho.events.Output;
import io.ancho.events.SequenceFailure;
import org.jspecify.annotations.Nullable;

/**
 * A runner process: loads one model, then computes slices of its sequences.
 */
public final class Runner implements AutoCloseable {

	private final RunnerProcess process;

	private final PythonProperties properties;

	private @Nullable Loaded loaded;

	Runner(RunnerProcess process, PythonProperties properties) {
		this.process = process;
		this.properties = properties;
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
	 * @param patience how much longer one sequence (or block) may take
	 */
	public record Request(long first, int count, Duration pace, Duration patience) {
	}

	/**
	 * Loads the model.
	 * @param model what to load
	 * @param log where its log goes from now on
	 * @return what was learnt of it
	 * @throws ModelFault if it does not load
	 * @throws RunnerLostException if the process is gone
	 */
	public Loaded load(Model model, Consumer<String> log) {
		this.process.logTo(log);
		Map<String, Object> request = Map.of("op", "load", "path", model.folder().toString(), "entrypoint",
				model.entrypoint(), "starting_values", model.startingValues(), "seed", model.seed(), "block_size",
				model.blockSize());
		Duration limit = this.properties.loadTimeout();
		RunnerLostException late = new RunnerLostException(Cause.MODEL, "the model did not load within " + limit);
		Reply reply = accepted(this.process.exchange(request, limit, late, new ReplyBuffer()).header());
		this.loaded = new Loaded(Boolean.TRUE.equals(reply.batch()), Objects.requireNonNullElse(reply.python(), ""),
				Objects.requireNonNullElse(reply.packages(), Map.of()));
		return this.loaded;
	}

	private Loaded loaded() {
		return Objects.requireNonNull(this.loaded, "no model is loaded");
	}

	/**
	 * Computes sequences.
	 * @param request which, and how long it may take
	 * @param buffer where the outputs go
	 * @return the sequences computed: at least one, from the first on
	 * @throws ModelFault if outputs differ between sequences or are no numbers
	 * @throws RunnerLostException if the process is gone, or was ended for being late
	 */
	public Slice run(Request request, ReplyBuffer buffer) {
		Map<String, Object> header = new HashMap<>(
				Map.of("op", "run", "first", request.first(), "count", request.count()));
		header.put("seconds", request.pace().toMillis() / 1000.0);
		RunnerLostException late = new RunnerLostException(Cause.TIMEOUT, lateness(request));
		Messages.Message message = this.process.exchange(header, request.pace().plus(request.patience()), late, buffer);
		return slice(request, accepted(message.header()), message);
	}

	private static String lateness(Request request) {
		return "one of the sequences %d … %d took longer than sequence_timeout, %s".formatted(request.first(),
				request.first() + request.count() - 1, request.patience());
	}

	private Slice slice(Request request, Reply reply, Messages.Message message) {
		int count = Objects.requireNonNullElse(reply.count(), 0);
		List<Output> outputs = Objects.requireNonNullElse(reply.outputs(), List.of());
		List<SequenceFailure> failures = Objects.requireNonNullElse(reply.failures(), List.of());
		Slice slice = new Slice(request.first(), count, Objects.requireNonNullElse(reply.seconds(), 0.0), outputs,
				failures, loaded(), message.payload());
		if (!Long.valueOf(request.first()).equals(reply.first()) || count < 1 || count > request.count()
				|| !slice.isConsistent()) {
			close();
			throw new RunnerLostException(Cause.PROCESS, "the model's process answered what was not asked");
		}
		return slice;
	}

	private static Reply accepted(Reply reply) {
		if (Boolean.TRUE.equals(reply.ok())) {
			return reply;
		}
		Cause kind = "OUTPUTS".equals(reply.kind()) ? Cause.OUTPUTS : Cause.MODEL;
		throw new ModelFault(kind, Objects.requireNonNullElse(reply.message(), "the model was refused"));
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
