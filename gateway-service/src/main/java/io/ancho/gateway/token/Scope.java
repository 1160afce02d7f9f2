package io.ancho.gateway.token;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a token allows.
 */
public enum Scope {

	/** To look: {@code GET}. */
	@JsonProperty("read")
	READ,

	/** To change: everything else. */
	@JsonProperty("write")
	WRITE;

	/**
	 * The scope as it is written in JSON and in Cassandra.
	 * @return {@code read} or {@code write}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return text();
	}

	static Scope parse(String text) {
		return valueOf(text.toUpperCase(Locale.ROOT));
	}

}
