package io.ancho.run.messaging;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The share groups that have no members. A broker keeps them for ever, so those of queues
 * that are gone have to be deleted once the last executor has left.
 */
@Component
public class EmptyGroups {

	private static final Logger log = LoggerFactory.getLogger(EmptyGroups.class);

	private static final long SECONDS = 5;

	private final Admin admin;

	EmptyGroups(Admin admin) {
		this.admin = admin;
	}

	/**
	 * Deletes groups without members. What does not work is left to the next call.
	 * @param useless tells by a group's name, which is its queue's, whether nobody will
	 * join it again
	 */
	public void delete(Predicate<String> useless) {
		try {
			List<String> groups = empty().stream().filter(useless).toList();
			if (!groups.isEmpty()) {
				this.admin.deleteShareGroups(groups).all().get(SECONDS, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			log.debug("Share groups without members stay for now", ex);
		}
	}

	/**
	 * Deletes one group.
	 * @param group its name
	 * @return whether it is gone; false while it has members
	 */
	public boolean delete(String group) {
		try {
			this.admin.deleteShareGroups(List.of(group)).all().get(SECONDS, TimeUnit.SECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException | TimeoutException ex) {
			log.debug("Share group {} stays for now", group, ex);
			return ex.getCause() instanceof GroupIdNotFoundException;
		}
	}

	private List<String> empty() throws InterruptedException, ExecutionException, TimeoutException {
		ListGroupsOptions options = ListGroupsOptions.forShareGroups().inGroupStates(Set.of(GroupState.EMPTY));
		return this.admin.listGroups(options)
			.all()
			.get(SECONDS, TimeUnit.SECONDS)
			.stream()
			.map(GroupListing::groupId)
			.toList();
	}

}
