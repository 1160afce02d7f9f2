package io.ancho.run.storage;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import com.datastax.oss.driver.api.core.DriverException;

/**
 * Waits for statements that were sent together.
 */
public final class Replies {

	private Replies() {
	}

	/**
	 * Waits for a reply.
	 * @param <T> the reply's type
	 * @param reply what was sent
	 * @return the reply
	 * @throws DriverException as if the statement had been executed here
	 */
	public static <T> T await(CompletionStage<T> reply) {
		try {
			return reply.toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof DriverException cause) {
				throw cause.copy();
			}
			throw ex;
		}
	}

}
