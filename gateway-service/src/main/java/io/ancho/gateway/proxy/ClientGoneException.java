package io.ancho.gateway.proxy;

import java.io.IOException;

/**
 * The client went away before its request was read, or does not take the answer. There is
 * nobody left to tell.
 */
class ClientGoneException extends RuntimeException {

	ClientGoneException(IOException cause) {
		super("the client is gone", cause);
	}

}
