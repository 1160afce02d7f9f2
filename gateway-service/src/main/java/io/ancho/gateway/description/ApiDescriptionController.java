package io.ancho.gateway.description;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves {@code openapi.yaml}, as it is written and as JSON.
 */
@RestController
class ApiDescriptionController {

	private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

	private final String yaml;

	private final byte[] json;

	ApiDescriptionController() {
		this.yaml = read();
		this.json = new JsonMapper().writeValueAsBytes(new Yaml().<Object>load(this.yaml));
	}

	private static String read() {
		try {
			return new ClassPathResource("openapi.yaml").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("openapi.yaml is missing from the gateway's jar", ex);
		}
	}

	@GetMapping("/v3/api-docs")
	ResponseEntity<byte[]> json() {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(this.json);
	}

	@GetMapping("/v3/api-docs.yaml")
	ResponseEntity<byte[]> yaml() {
		return ResponseEntity.ok().contentType(YAML).body(this.yaml.getBytes(StandardCharsets.UTF_8));
	}

}
