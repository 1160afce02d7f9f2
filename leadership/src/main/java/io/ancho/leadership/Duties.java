package io.ancho.leadership;

/**
 * What a service does while this instance of it leads. A service has one such bean.
 */
@FunctionalInterface
public interface Duties {

	/**
	 * Begins to lead, and does so until it is interrupted or sees another instance lead.
	 * When this returns nothing of it may be under way any more: another instance begins
	 * then.
	 * @throws InterruptedException if this instance leads no more, or is to end
	 */
	void perform() throws InterruptedException;

}
