import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import io.ancho.events.ExecutorSpec;
import io.ancho.scheduler.core.Cause;
import io.ancho.scheduler.core.Effect;
import io.ancho.scheduler.core.Offer;
import io.ancho.scheduler.core.Policy;
import io.ancho.scheduler.core.Ports;
import io.ancho.scheduler.core.Resources;
import io.ancho.scheduler.core.RunId;
import io.ancho.scheduler.core.Scheduler;
import io.ancho.scheduler.core.SchedulerEvent;
import io.ancho.scheduler.core.SchedulerState;
import io.ancho.scheduler.core.Step;
import io.ancho.scheduler.core.TaskUpdate;

/**
 * Measures the decisions of scheduler-service on emulated agents, and prints them as one
 * JSON object. Arguments: {@code round} with numbers of agents, runs, executors of each run
 * and repetitions, or {@code rate} with numbers of agents, runs, executors of each run,
 * offers a second and seconds.
 */
class Offers {

	private static final Resources[] SIZES = { new Resources(4, 16_384, 50_000, 0),
			new Resources(16, 65_536, 200_000, 0), new Resources(32, 131_072, 500_000, 0),
			new Resources(16, 131_072, 500_000, 4) };

	private static final int WARM_UP_SECONDS = 5;

	private final Scheduler scheduler = new Scheduler(Policy.DEFAULT);

	private final Random random = new Random(1);

	private SchedulerState state = SchedulerState.restored(List.of(), List.of());

	private int offers;

	public static void main(String[] arguments) throws Exception {
		int[] numbers = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
		if (arguments[0].equals("round")) {
			print("seconds", rounds(numbers[0], numbers[1], numbers[2], numbers[3]));
		}
		else {
			new Offers().rate(numbers[0], numbers[1], numbers[2], numbers[3], WARM_UP_SECONDS);
			print("milliseconds", new Offers().rate(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
		}
	}

	private static void print(String name, double[] values) throws Exception {
		String peak = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith("VmHWM:"))
			.map((line) -> line.replaceAll("\\D", ""))
			.findFirst()
			.orElseThrow();
		System.out.println("{\"" + name + "\": "
				+ DoubleStream.of(values)
					.mapToObj((value) -> String.format(Locale.ROOT, "%.6f", value))
					.collect(Collectors.joining(", ", "[", "]"))
				+ ", \"peak_kib\": " + peak + "}");
	}

	/** One offer of each agent at once, with nothing launched before; every round begins anew. */
	private static double[] rounds(int agents, int runs, int executors, int rounds) {
		double[] seconds = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			Offers offers = new Offers();
			offers.submit(runs, executors);
			List<Offer> all = IntStream.range(0, agents).mapToObj(offers::offer).toList();
			long began = System.nanoTime();
			List<Effect> effects = offers.apply(new SchedulerEvent.Offered(all));
			seconds[round] = (System.nanoTime() - began) / 1e9;
			long launched = effects.stream()
				.filter(Effect.Accept.class::isInstance)
				.mapToLong((accept) -> ((Effect.Accept) accept).launches().size())
				.sum();
			if (launched != (long) runs * executors) {
				throw new IllegalStateException("launched " + launched + " executors of " + runs * executors);
			}
		}
		return seconds;
	}

	/** Of ten runs one has a constraint and one wants GPUs; users have five runs each. */
	private void submit(int runs, int executors) {
		apply(new SchedulerEvent.Subscribed("f"));
		for (int run = 0; run < runs; run++) {
			List<List<String>> constraints = (run % 10 == 1) ? List.of(List.of("zone", "LIKE", "z[12]")) : List.of();
			int gpus = (run % 10 == 2) ? 1 : 0;
			apply(new SchedulerEvent.RunWanted(new RunId("run-" + run), "user-" + run / 5, 1, "run", "queue",
					new ExecutorSpec(executors, 1 + run % 3, 1024 * (1 + run % 4), gpus, null, constraints),
					Instant.now()));
		}
	}

	private Offer offer(int agent) {
		Resources size = SIZES[agent % SIZES.length];
		double free = 0.3 + 0.7 * this.random.nextDouble();
		return new Offer(List.of("offer-" + this.offers++), "agent-" + agent, "host-" + agent + ".example",
				Map.of("zone", "z" + agent % 5, "rack", "r" + agent % 400),
				new Resources(size.cpus() * free, size.memMib() * free, size.diskMib() * free, size.gpus()),
				new Ports(List.of(new Ports.Range(31_000, 32_000))));
	}

	private List<Effect> apply(SchedulerEvent event) {
		Step step = this.scheduler.apply(this.state, event, Instant.now());
		this.state = step.next();
		return step.effects();
	}

	private record Arrival(SchedulerEvent event, long at) {
	}

	/** What is left on an agent that is almost full. */
	private Offer remainder(int agent) {
		Offer whole = offer(agent);
		Resources rest = new Resources(3.2, 4500, 10_000, whole.resources().gpus());
		return new Offer(whole.ids(), whole.agentId(), whole.host(), whole.attributes(), rest, whole.ports());
	}

	/**
	 * Remainders that are offered one by one at a steady rate, and what the executors launched on them
	 * report; decided upon as the service's loop does.
	 * @return for each offer that was accepted, the milliseconds since it came
	 */
	private double[] rate(int agents, int runs, int executors, int perSecond, int seconds) throws Exception {
		// Too many cpus for anybody: all agents become known, and none is used.
		submit(1, 1);
		apply(new SchedulerEvent.RunOver(new RunId("run-0")));
		apply(new SchedulerEvent.Offered(IntStream.range(0, agents).mapToObj(this::offer).toList()));
		submit(runs, executors);
		BlockingQueue<Arrival> queue = new LinkedBlockingQueue<>();
		Thread master = new Thread(() -> {
			long began = System.nanoTime();
			for (int i = 0; i < perSecond * seconds; i++) {
				long due = began + i * 1_000_000_000L / perSecond;
				while (System.nanoTime() < due) {
					LockSupport.parkNanos(due - System.nanoTime());
				}
				queue.add(new Arrival(new SchedulerEvent.Offered(List.of(remainder(i % agents))), System.nanoTime()));
			}
			queue.add(new Arrival(new SchedulerEvent.Disconnected(), System.nanoTime()));
		});
		master.start();
		double[] taken = decide(queue);
		master.join();
		return taken;
	}

	private double[] decide(BlockingQueue<Arrival> queue) throws InterruptedException {
		List<Double> taken = new ArrayList<>();
		long nextTick = System.nanoTime();
		while (true) {
			Arrival arrival = queue.poll(Math.max(0, nextTick - System.nanoTime()), TimeUnit.NANOSECONDS);
			if (System.nanoTime() >= nextTick) {
				apply(new SchedulerEvent.Tick());
				nextTick = System.nanoTime() + 500_000_000;
			}
			List<Arrival> together = new ArrayList<>();
			for (; arrival != null && arrival.event() instanceof SchedulerEvent.Offered; arrival = queue.poll()) {
				together.add(arrival);
			}
			if (!together.isEmpty()) {
				taken.addAll(give(together, queue));
			}
			if (arrival != null && arrival.event() instanceof SchedulerEvent.Disconnected) {
				return taken.stream().mapToDouble(Double::doubleValue).toArray();
			}
			if (arrival != null) {
				apply(arrival.event());
			}
		}
	}

	private List<Double> give(List<Arrival> together, BlockingQueue<Arrival> queue) {
		Map<String, Long> came = new HashMap<>();
		List<SchedulerEvent.Offered> events = new ArrayList<>();
		for (Arrival arrival : together) {
			SchedulerEvent.Offered offered = (SchedulerEvent.Offered) arrival.event();
			events.add(offered);
			came.put(offered.offers().get(0).ids().get(0), arrival.at());
		}
		List<Effect> effects = apply(SchedulerEvent.Offered.together(events));
		long now = System.nanoTime();
		List<Double> taken = new ArrayList<>();
		for (Effect effect : effects) {
			if (effect instanceof Effect.Accept accept) {
				accept.offer().ids().forEach((id) -> taken.add((now - came.get(id)) / 1e6));
				accept.launches().forEach((launch) -> queue.add(new Arrival(new SchedulerEvent.Updated(
						new TaskUpdate(launch.executor().id(), launch.executor().agentId(), TaskUpdate.Phase.RUNNING,
								"RUNNING", new Cause("", Cause.Blame.UNKNOWN, "", ""), "dQ==")), now)));
			}
		}
		return taken;
	}

}
