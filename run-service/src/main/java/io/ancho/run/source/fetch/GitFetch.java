package io.ancho.run.source.fetch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import io.ancho.run.source.Source;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/**
 * Fetches one commit of a git repository by smart HTTP, without its history, and packs a
 * folder of it. No submodules, no LFS, no hooks, no checkout.
 */
final class GitFetch {

	private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

	private static final String FETCHED = "refs/ancho/model";

	private final PublicHttp http;

	private final FetchOrder.Limits limits;

	GitFetch(PublicHttp http, FetchOrder.Limits limits) {
		this.http = http;
		this.limits = limits;
	}

	/**
	 * Fetches a commit and packs a folder of it.
	 * @param source where from
	 * @param folder where a repository can be made
	 * @param archive the file to write
	 * @return the source with the commit
	 * @throws IOException if the disk refuses
	 */
	Source.Git fetch(Source.Git source, Path folder, Path archive) throws IOException {
		try (Repository repository = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
			repository.create(true);
			RevCommit commit = commit(source.ref(), fetch(source, repository), repository);
			new GitTree(repository, this.limits).pack(commit, source.path(), archive);
			return source.at(commit.name());
		}
	}

	private ObjectId fetch(Source.Git source, Repository repository) throws IOException {
		try (TransportHttp transport = (TransportHttp) Transport.open(repository, new URIish(source.url()))) {
			transport.setHttpConnectionFactory(new GitHttp(this.http, this.limits.maxRedirects()));
			transport.setTagOpt(TagOpt.NO_TAGS);
			transport.setFetchThin(false);
			transport.setDepth(1);
			return COMMIT.matcher(source.ref()).matches() ? byId(source.ref(), transport)
					: byName(source.ref(), transport);
		}
		catch (URISyntaxException ex) {
			throw FetchException.url("is no address of a git repository; give the one that 'git clone' takes");
		}
		catch (TransportException | RuntimeException ex) {
			throw Objects.requireNonNullElseGet(FetchException.in(ex), () -> unreadable(source, ex));
		}
	}

	private static FetchException unreadable(Source.Git source, Exception ex) {
		String message = String.valueOf(ex.getMessage()).replace(source.url() + ": ", "");
		return FetchException.url("the repository cannot be read: " + message + "; check that 'git clone --depth 1' "
				+ "takes it, or upload an archive");
	}

	/**
	 * A server that speaks git and then does not give the commit does not have it, or not
	 * for everybody.
	 */
	private static ObjectId byId(String commit, TransportHttp transport) throws IOException {
		transport.openFetch().close();
		try {
			transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(commit)));
			return ObjectId.fromString(commit);
		}
		catch (TransportException ex) {
			throw Objects.requireNonNullElseGet(FetchException.in(ex), () -> new FetchException("ref",
					"there is no commit " + commit + " that can be fetched; check it, or name a branch or tag"));
		}
	}

	private static ObjectId byName(String ref, TransportHttp transport) throws IOException {
		RefSpec what = new RefSpec("+" + nameOf(ref, transport) + ":" + FETCHED);
		FetchResult result = transport.fetch(NullProgressMonitor.INSTANCE, List.of(what));
		return result.getTrackingRefUpdate(FETCHED).getNewObjectId();
	}

	/** What the server calls a branch, a tag or HEAD. */
	private static String nameOf(String ref, TransportHttp transport) throws IOException {
		List<String> names = ref.equals(Constants.HEAD) ? List.of(Constants.HEAD)
				: List.of(Constants.R_HEADS + ref, Constants.R_TAGS + ref, ref);
		try (FetchConnection connection = transport.openFetch(List.of(), names.toArray(String[]::new))) {
			Map<String, Ref> refs = connection.getRefsMap();
			return names.stream().filter(refs::containsKey).findFirst().orElseThrow(() -> unknown(ref));
		}
	}

	private static FetchException unknown(String ref) {
		if (ref.equals(Constants.HEAD)) {
			return FetchException.url("is a repository without a commit; push one, or name a branch in git.ref");
		}
		return new FetchException("ref", "there is no branch or tag '" + ref
				+ "'; check its spelling, or give a commit's id with all its 40 hexadecimal digits");
	}

	private static RevCommit commit(String ref, ObjectId id, Repository repository) throws IOException {
		try (RevWalk walk = new RevWalk(repository)) {
			return walk.parseCommit(id);
		}
		catch (IncorrectObjectTypeException ex) {
			throw new FetchException("ref", "'" + ref + "' is not a commit; name one, a branch or a tag");
		}
	}

}
