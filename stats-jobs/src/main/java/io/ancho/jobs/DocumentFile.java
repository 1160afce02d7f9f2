package io.ancho.jobs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ancho.events.Output;
import io.ancho.events.Target;
import io.ancho.jobs.summary.Request;
import org.jspecify.annotations.Nullable;

/**
 * A summary document as a file: it may be larger than a line of standard output can
 * sensibly be, and than the memory that is there. Outputs stand in the order of the
 * model, targets in that of the run, however the request was cut into parts.
 */
final class DocumentFile {

	private final ObjectMapper mapper;

	private final Request request;

	private final List<Request> parts;

	private final Function<Request, Map<String, @Nullable Object>> summarise;

	private final Map<String, Object> targets = new HashMap<>();

	private int latest = -1;

	private Map<String, @Nullable Object> latestOutputs = Map.of();

	/**
	 * A document.
	 * @param mapper how JSON is written
	 * @param request what is summarised
	 * @param summarise makes the document of a part of it
	 */
	DocumentFile(ObjectMapper mapper, Request request, Function<Request, Map<String, @Nullable Object>> summarise) {
		this.mapper = mapper;
		this.request = request;
		this.parts = RequestParts.of(request).parts();
		this.summarise = summarise;
	}

	/**
	 * Writes the document.
	 * @param file the file, overwritten if it is there
	 */
	void write(Path file) throws IOException {
		Map<String, @Nullable Object> first = summarised(0);
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
				JsonGenerator json = this.mapper.createGenerator(out)) {
			json.writeStartObject();
			for (Map.Entry<String, @Nullable Object> entry : first.entrySet()) {
				json.writeFieldName(entry.getKey());
				switch (entry.getKey()) {
					case "outputs" -> writeOutputs(json, outputs(first));
					case "targets" -> this.mapper.writeValue(json, targetsInOrder());
					default -> this.mapper.writeValue(json, entry.getValue());
				}
			}
			json.writeEndObject();
		}
	}

	private void writeOutputs(JsonGenerator json, Map<String, @Nullable Object> first) throws IOException {
		json.writeStartObject();
		for (Output output : this.request.outputs()) {
			json.writeFieldName(output.name());
			int part = partOf(output);
			if (part > 0 && part != this.latest) {
				this.latestOutputs = outputs(summarised(part));
				this.latest = part;
			}
			this.mapper.writeValue(json, ((part == 0) ? first : this.latestOutputs).get(output.name()));
		}
		json.writeEndObject();
	}

	private int partOf(Output output) {
		for (int part = 0; part < this.parts.size(); part++) {
			if (this.parts.get(part).outputs().contains(output)) {
				return part;
			}
		}
		throw new IllegalStateException("no part has " + output);
	}

	@SuppressWarnings("unchecked")
	private Map<String, @Nullable Object> summarised(int part) {
		Map<String, @Nullable Object> document = this.summarise.apply(this.parts.get(part));
		this.targets.putAll((Map<String, Object>) Objects.requireNonNull(document.get("targets")));
		return document;
	}

	private Map<String, @Nullable Object> targetsInOrder() {
		Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
		for (Target target : this.request.targets()) {
			ordered.put(target.name(), this.targets.get(target.name()));
		}
		return ordered;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, @Nullable Object> outputs(Map<String, @Nullable Object> document) {
		return (Map<String, @Nullable Object>) Objects.requireNonNull(document.get("outputs"));
	}

}
