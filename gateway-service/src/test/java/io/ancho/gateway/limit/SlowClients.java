package io.ancho.gateway.limit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sockets that send the beginning of a request, and then a byte every 200 ms for as long
 * as they are let.
 */
final class SlowClients implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 20_000;

	private final List<Socket> sockets = new ArrayList<>();

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	SlowClients(int count, int port, String beginning) throws IOException {
		for (int i = 0; i < count; i++) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
			this.sockets.add(socket);
		}
		this.clock.scheduleWithFixedDelay(() -> this.sockets.forEach(SlowClients::sendByte), 200, 200,
				TimeUnit.MILLISECONDS);
	}

	private static void sendByte(Socket socket) {
		try {
			OutputStream out = socket.getOutputStream();
			out.write('x');
		}
		catch (IOException ex) {
			// The server has let go of it, which is what the tests wait for.
		}
	}

	/**
	 * The first line of each answer; empty where the connection was closed without one.
	 */
	List<String> answers() {
		return this.sockets.stream().map(SlowClients::firstLine).toList();
	}

	private static String firstLine(Socket socket) {
		StringBuilder line = new StringBuilder();
		try {
			for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; c = socket.getInputStream().read()) {
				line.append((char) c);
			}
		}
		catch (IOException ex) {
			line.append((ex instanceof java.net.SocketTimeoutException) ? "still open" : "");
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.clock.shutdownNow();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
