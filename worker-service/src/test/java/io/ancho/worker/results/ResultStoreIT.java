package io.ancho.worker.results;

import io.ancho.worker.queue.TestStack;

class ResultStoreIT extends ResultStoreContract {

	@Override
	String cassandra() {
		return TestStack.address("cassandra");
	}

}
