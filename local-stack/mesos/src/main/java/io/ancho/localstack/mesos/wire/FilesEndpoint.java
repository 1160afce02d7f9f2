package io.ancho.localstack.mesos.wire;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ancho.localstack.mesos.agent.TaskKey;
import io.ancho.localstack.mesos.master.Reply;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.TaskID;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /files/read} of the first agent: a part of what a task wrote, by the path
 * that agents give to the latest sandbox of an executor. An {@code offset} of -1 asks for
 * the length.
 */
public final class FilesEndpoint implements HttpHandler {

	private static final Pattern PATH = Pattern
		.compile("/frameworks/([^/]+)/executors/([^/]+)/runs/latest/(stdout|stderr)");

	private static final JsonMapper mapper = new JsonMapper();

	private final Path work;

	/**
	 * The endpoint.
	 * @param work the stand-in's work folder
	 */
	public FilesEndpoint(Path work) {
		this.work = work;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		Map<String, String> query = query(exchange);
		Optional<Path> file = find(query.getOrDefault("path", ""));
		if (file.isEmpty()) {
			Responses.text(exchange, new Reply(404, ""));
			return;
		}
		byte[] content = Files.readAllBytes(file.get());
		long offset = Long.parseLong(query.getOrDefault("offset", "-1"));
		int begin = (int) Math.min(content.length, Math.max(0, offset));
		long length = Long.parseLong(query.getOrDefault("length", Integer.toString(content.length)));
		byte[] part = (offset < 0) ? new byte[0]
				: Arrays.copyOfRange(content, begin, (int) Math.min(content.length, begin + length));
		Responses.json(exchange, mapper.writeValueAsBytes(Map.of("data", new String(part, StandardCharsets.UTF_8),
				"offset", (offset < 0) ? content.length : offset)));
	}

	private static Map<String, String> query(HttpExchange exchange) {
		Map<String, String> query = new HashMap<>();
		String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
		for (String pair : raw.split("&", -1)) {
			String[] parts = pair.split("=", 2);
			query.put(parts[0], (parts.length > 1) ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
		}
		return query;
	}

	private Optional<Path> find(String path) {
		Matcher matcher = PATH.matcher(path);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		String container = new TaskKey(FrameworkID.newBuilder().setValue(matcher.group(1)).build(),
				TaskID.newBuilder().setValue(matcher.group(2)).build())
			.containerId();
		return Stream.of("tasks/" + container + "/sandbox/", "sandboxes/" + container + "/")
			.map((folder) -> this.work.resolve(folder + matcher.group(3)))
			.filter(Files::isRegularFile)
			.findFirst();
	}

}
