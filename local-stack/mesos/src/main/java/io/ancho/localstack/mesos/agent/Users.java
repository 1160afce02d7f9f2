package io.ancho.localstack.mesos.agent;

import java.nio.file.FileSystems;
import java.io.IOException;

/**
 * The users of this machine.
 */
final class Users {

	private Users() {
	}

	static boolean exists(String name) {
		try {
			FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
