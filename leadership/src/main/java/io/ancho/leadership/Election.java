package io.ancho.leadership;

import java.util.Optional;

/**
 * Decides which instance leads, and when.
 */
sealed interface Election permits Unopposed, ZooKeeperElection {

	/**
	 * Stands for election until {@link #withdraw()}, again and again. Each time this
	 * instance is elected the duties are performed on a thread of their own, which is
	 * interrupted when leadership is lost; it does not stand again before they have
	 * returned. They return by themselves when another instance was seen to lead.
	 * @param duties what a leader does, as long as it leads
	 */
	void stand(Duties duties);

	/** Has the duties end, waits for that, and only then lets others lead. */
	void withdraw();

	/** The leader's name; empty if nobody leads, or nobody says who. */
	Optional<String> leader();

	/** Why nobody is known to lead, in a person's words. */
	String hindrance();

}
