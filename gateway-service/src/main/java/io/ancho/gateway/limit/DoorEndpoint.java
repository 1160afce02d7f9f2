package io.ancho.gateway.limit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's sockets, with two limits that it lacks: how long the head of a request may
 * take, and how many connections one address may have. Sockets that wait for a head take
 * no thread, but there is room for only so many.
 */
class DoorEndpoint extends NioEndpoint {

	/** With fewer connections than this nobody is counted. */
	private static final int CROWD = 256;

	private Duration head = Duration.ofSeconds(20);

	private int perAddress = Integer.MAX_VALUE;

	private @Nullable ScheduledFuture<?> sweeping;

	/**
	 * Sets the limits.
	 * @param head how long the head of a request may take from its first byte on
	 * @param perAddress how many connections an address may have
	 */
	void limit(Duration head, int perAddress) {
		this.head = head;
		this.perAddress = perAddress;
	}

	@Override
	public void startInternal() throws Exception {
		super.startInternal();
		long millis = Math.max(100, this.head.toMillis() / 4);
		this.sweeping = getUtilityExecutor().scheduleWithFixedDelay(this::closeSlowHeads, millis, millis,
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void stopInternal() {
		if (this.sweeping != null) {
			this.sweeping.cancel(false);
		}
		super.stopInternal();
	}

	/** Tomcat closes the socket if this is false. */
	@Override
	protected boolean setSocketOptions(SocketChannel socket) {
		return (this.connections.size() < CROWD || connectionsFrom(socket) < this.perAddress)
				&& super.setSocketOptions(socket);
	}

	private long connectionsFrom(SocketChannel socket) {
		try {
			if (socket.getRemoteAddress() instanceof InetSocketAddress remote) {
				String address = remote.getAddress().getHostAddress();
				return this.connections.values()
					.stream()
					.filter((connection) -> address.equals(connection.getRemoteAddr()))
					.count();
			}
			return 0;
		}
		catch (IOException ex) {
			return Long.MAX_VALUE;
		}
	}

	private void closeSlowHeads() {
		long now = System.nanoTime();
		this.connections.values()
			.stream()
			.filter((connection) -> isSlow(connection, now))
			.forEach(SocketWrapperBase::close);
	}

	/**
	 * A processor that stays with its socket between reads waits for the rest of a head.
	 */
	private boolean isSlow(SocketWrapperBase<NioChannel> connection, long now) {
		if (!(connection.getCurrentProcessor() instanceof Processor processor) || processor.isAsync()) {
			return false;
		}
		Request request = processor.getRequest();
		long start = request.getStartTimeNanos();
		return start >= 0 && request.getRequestProcessor().getStage() == Constants.STAGE_ENDED
				&& now - start > this.head.toNanos();
	}

}
