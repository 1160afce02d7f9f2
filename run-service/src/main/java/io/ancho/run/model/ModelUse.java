package io.ancho.run.model;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;

/**
 * Keeps a user's models where they are while a run is submitted, and runs from being
 * submitted while a model goes.
 */
@Component
public class ModelUse {

	private final ReadWriteLock[] locks = Stream.generate(ReentrantReadWriteLock::new)
		.limit(64)
		.toArray(ReadWriteLock[]::new);

	/**
	 * Does what needs the user's models to stay.
	 * @param <T> what comes of it
	 * @param owner the user
	 * @param use what to do, at the same time as others
	 * @return what came of it
	 */
	public <T> T whileKept(String owner, Supplier<T> use) {
		return locked(lock(owner).readLock(), use);
	}

	/**
	 * Does what takes a model from the user.
	 * @param owner the user
	 * @param removal what to do, alone
	 */
	public void alone(String owner, Runnable removal) {
		locked(lock(owner).writeLock(), () -> {
			removal.run();
			return true;
		});
	}

	private static <T> T locked(Lock lock, Supplier<T> action) {
		lock.lock();
		try {
			return action.get();
		}
		finally {
			lock.unlock();
		}
	}

	private ReadWriteLock lock(String owner) {
		return this.locks[Math.floorMod(owner.hashCode(), this.locks.length)];
	}

}
