package io.ancho.gateway.proxy;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where an answer goes: to the client.
 */
interface Sink {

	/**
	 * Passes bytes on.
	 * @param buffer the bytes
	 * @param length how many of them, from the first
	 * @throws ClientGoneException if the client does not take them
	 */
	void write(byte[] buffer, int length);

	/** As fast as the client takes it, in as few packets as possible. */
	static Sink bulk(OutputStream out) {
		return (buffer, length) -> {
			try {
				out.write(buffer, 0, length);
			}
			catch (IOException ex) {
				throw new ClientGoneException(ex);
			}
		};
	}

}
