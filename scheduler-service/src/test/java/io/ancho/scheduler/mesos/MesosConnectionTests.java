package io.ancho.scheduler.mesos;

import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.ancho.scheduler.core.SchedulerEvent;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connection with masters that misbehave in the ways real ones were seen to.
 */
class MesosConnectionTests {

	private final FakeMaster master;

	private final MesosConnection connection;

	private final BlockingQueue<SchedulerEvent> events = new LinkedBlockingQueue<>();

	MesosConnectionTests() throws Exception {
		this.master = new FakeMaster();
		this.connection = Connections.to(this.master.address().toString());
	}

	@AfterEach
	void stop() {
		this.connection.stop();
		this.master.close();
	}

	private void run(@Nullable String frameworkId) {
		this.connection.start(frameworkId, this.events::add);
	}

	private <T extends SchedulerEvent> T await(Class<T> type) throws InterruptedException {
		SchedulerEvent event = this.events.poll(10, TimeUnit.SECONDS);
		assertThat(event).isInstanceOf(type);
		return type.cast(event);
	}

	private Call nextCall(FakeMaster master) throws InterruptedException {
		Call call = master.calls.poll(10, TimeUnit.SECONDS);
		assertThat(call).isNotNull();
		return call;
	}

	@Test
	void followerRedirectsToTheLeaderAndCallsGoThere() throws Exception {
		try (FakeMaster leader = new FakeMaster().stream(FakeMaster.subscribed(15))) {
			this.master.redirectTo(leader.address());
			run(null);
			assertThat(await(SchedulerEvent.Subscribed.class).frameworkId()).isEqualTo("f-1");
			nextCall(leader);
			this.connection.send(Call.newBuilder().setType(Call.Type.REVIVE));
			assertThat(nextCall(leader).getFrameworkId().getValue()).isEqualTo("f-1");
		}
	}

	@Test
	void followerThatStillKnowsADeadLeaderIsAskedAgain() throws Exception {
		URI dead;
		try (FakeMaster leader = new FakeMaster()) {
			dead = leader.address();
		}
		try (FakeMaster leader = new FakeMaster().stream(FakeMaster.subscribed(15))) {
			this.master.redirectTo(dead).redirectTo(dead).redirectTo(leader.address());
			run("f-1");
			await(SchedulerEvent.Disconnected.class);
			await(SchedulerEvent.Disconnected.class);
			await(SchedulerEvent.Subscribed.class);
		}
	}

	@Test
	void nextMasterOfTheListIsAskedWhenOneDoesNotAnswer() throws Exception {
		URI dead;
		try (FakeMaster other = new FakeMaster()) {
			dead = other.address();
		}
		this.master.stream(FakeMaster.subscribed(15));
		MesosConnection connection = Connections.to(dead + ", " + this.master.address());
		connection.start(null, this.events::add);
		await(SchedulerEvent.Subscribed.class);
		connection.stop();
	}

	@Test
	void callThatMesosFindsInvalidCostsNoSubscription() throws Exception {
		this.master.stream(FakeMaster.subscribed(15))
			.answerCalls(400, "Failed to validate scheduler::Call: Expecting 'type' to be present");
		run("f-1");
		await(SchedulerEvent.Subscribed.class);
		this.connection.send(Call.newBuilder().setType(Call.Type.REVIVE));
		this.connection.send(Call.newBuilder().setType(Call.Type.SUPPRESS));
		nextCall(this.master);
		assertThat(nextCall(this.master).getType()).isEqualTo(Call.Type.REVIVE);
		assertThat(nextCall(this.master).getType()).isEqualTo(Call.Type.SUPPRESS);
		assertThat(this.events).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "400, The stream ID 'x' included in this request didn't match", "400, Framework cannot be found",
			"403, Framework is not subscribed", "503, Master has not finished recovery", "307, ''" })
	void callOnASubscriptionThatMesosHasForgottenMeansANewOne(int status, String body) throws Exception {
		this.master.stream(FakeMaster.subscribed(15)).stream(FakeMaster.subscribed(15)).answerCalls(status, body);
		run("f-1");
		await(SchedulerEvent.Subscribed.class);
		this.connection.send(Call.newBuilder().setType(Call.Type.REVIVE));
		await(SchedulerEvent.Disconnected.class);
		await(SchedulerEvent.Subscribed.class);
	}

	@Test
	void connectionThatWasStoppedCanBeStartedAgain() throws Exception {
		this.master.stream(FakeMaster.subscribed(15)).stream(FakeMaster.subscribed(15));
		run("f-1");
		await(SchedulerEvent.Subscribed.class);
		this.connection.stop();
		await(SchedulerEvent.Disconnected.class);
		run("f-1");
		await(SchedulerEvent.Subscribed.class);
	}

	@Test
	void masterThatRecoversIsAskedAgain() throws Exception {
		this.master.answer(503).stream(FakeMaster.subscribed(15));
		run("f-1");
		await(SchedulerEvent.Disconnected.class);
		await(SchedulerEvent.Subscribed.class);
	}

	@Test
	void endOfTheStreamIsFollowedByASubscriptionUnderTheSameId() throws Exception {
		this.master.streamAndEnd(FakeMaster.subscribed(15)).stream(FakeMaster.subscribed(15));
		run(null);
		await(SchedulerEvent.Subscribed.class);
		await(SchedulerEvent.Disconnected.class);
		await(SchedulerEvent.Subscribed.class);
		assertThat(nextCall(this.master).hasFrameworkId()).isFalse();
		Call second = nextCall(this.master);
		assertThat(second.getFrameworkId().getValue()).isEqualTo("f-1");
		assertThat(second.getSubscribe().getFrameworkInfo().getId()).isEqualTo(second.getFrameworkId());
	}

	@Test
	void removedFrameworkBeginsAnew() throws Exception {
		this.master.stream(FakeMaster.error("Framework has been removed")).stream(FakeMaster.subscribed(15));
		run("f-0");
		await(SchedulerEvent.FrameworkRemoved.class);
		await(SchedulerEvent.Disconnected.class);
		await(SchedulerEvent.Subscribed.class);
		nextCall(this.master);
		assertThat(nextCall(this.master).hasFrameworkId()).isFalse();
	}

	@Test
	void silentMasterIsLeft() throws Exception {
		this.master.stream(FakeMaster.subscribed(0.05)).stream(FakeMaster.subscribed(15));
		run(null);
		await(SchedulerEvent.Subscribed.class);
		SchedulerEvent event = null;
		for (int i = 0; i < 500 && event == null; i++) {
			this.connection.checkHeartbeat();
			event = this.events.poll(20, TimeUnit.MILLISECONDS);
		}
		assertThat(event).isInstanceOf(SchedulerEvent.Disconnected.class);
		await(SchedulerEvent.Subscribed.class);
	}

}
