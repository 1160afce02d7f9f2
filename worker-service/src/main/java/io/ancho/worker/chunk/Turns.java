package io.ancho.worker.chunk;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Whose turn it is in a slot. One lane at a time takes a chunk, and one at a time
 * computes: while one computes, the other has the turn to take the next chunk.
 */
public final class Turns {

	private static final long LOOK_MILLIS = 50;

	/** The right to be the one who takes the next chunk. */
	private final Semaphore next = new Semaphore(1, true);

	/** The right to compute. */
	private final Semaphore core = new Semaphore(1, true);

	private final Pace pace;

	Turns() {
		this(System::nanoTime);
	}

	/**
	 * Turns of lanes that have their own time.
	 * @param nanoTime tells it as {@link System#nanoTime()} does
	 */
	Turns(LongSupplier nanoTime) {
		this.pace = new Pace(nanoTime);
	}

	/**
	 * A lane's turn, from before it takes a chunk until that is computed; ending it twice
	 * does nothing.
	 */
	public final class Turn implements AutoCloseable {

		private final AtomicBoolean taking = new AtomicBoolean(true);

		private final AtomicBoolean computing = new AtomicBoolean();

		private Turn() {
		}

		/**
		 * Begins to compute, once nobody else does; from then on the other lane may take
		 * a chunk.
		 * @param patience how long to wait for that
		 * @return whether it may compute now
		 * @throws InterruptedException if the executor stops
		 */
		public boolean compute(Duration patience) throws InterruptedException {
			if (!Turns.this.core.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				Turns.this.pace.forget();
				return false;
			}
			this.computing.set(true);
			passOn();
			return true;
		}

		/**
		 * Computes again after {@link #close}, once nobody else does.
		 * @throws InterruptedException if the executor stops
		 */
		public void resume() throws InterruptedException {
			Turns.this.core.acquire();
			this.computing.set(true);
		}

		private void passOn() {
			if (this.taking.compareAndSet(true, false)) {
				Turns.this.next.release();
			}
		}

		/** Lets the other lane compute. */
		@Override
		public void close() {
			if (this.computing.compareAndSet(true, false)) {
				Turns.this.core.release();
			}
			passOn();
		}

	}

	/**
	 * Waits for the turn, first come first served.
	 * @return a turn
	 * @throws InterruptedException if the executor stops
	 */
	public Turn take() throws InterruptedException {
		this.next.acquire();
		return new Turn();
	}

	/**
	 * Whether a lane computes.
	 * @return true from the moment it may until it has ended its turn
	 */
	public boolean isComputing() {
		return this.core.availablePermits() == 0;
	}

	/**
	 * Waits until no lane computes, or the one that does is about to have computed its
	 * chunk.
	 * @throws InterruptedException if the executor stops
	 */
	public void awaitNearlyIdle() throws InterruptedException {
		while (!this.pace.isNearlyOver()) {
			if (this.core.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
				this.core.release();
				return;
			}
		}
	}

	/** When what is computed now is over can be told from before; for who computes. */
	Pace pace() {
		return this.pace;
	}

}
