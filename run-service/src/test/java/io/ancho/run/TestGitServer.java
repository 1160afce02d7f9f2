package io.ancho.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A git server that speaks smart HTTP, with one repository.
 */
public final class TestGitServer implements AutoCloseable {

	private static final PersonIdent AUTHOR = new PersonIdent("test", "test@example.org");

	private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

	private final Tomcat tomcat = new Tomcat();

	private final Repository repository;

	/**
	 * A file of a commit.
	 *
	 * @param mode what it is
	 * @param content its bytes, or for a submodule the text of a commit's id
	 */
	public record Entry(FileMode mode, byte[] content) {

		public static Entry file(String text) {
			return new Entry(FileMode.REGULAR_FILE, text.getBytes(StandardCharsets.UTF_8));
		}

	}

	public TestGitServer(Path folder) {
		TOMCAT_LOG.setLevel(Level.OFF);
		try {
			File git = folder.resolve("repository.git").toFile();
			this.repository = new FileRepositoryBuilder().setGitDir(git).setBare().build();
			this.repository.create(true);
			this.repository.updateRef(Constants.HEAD).link("refs/heads/main");
			this.tomcat.setBaseDir(folder.resolve("tomcat").toString());
			this.tomcat.setPort(0);
			this.tomcat.getConnector().setProperty("address", "127.0.0.1");
			Context context = this.tomcat.addContext("", folder.toString());
			GitServlet servlet = new GitServlet();
			servlet.setRepositoryResolver((request, name) -> {
				this.repository.incrementOpen();
				return this.repository;
			});
			Tomcat.addServlet(context, "git", servlet);
			context.addServletMappingDecoded("/git/*", "git");
			this.tomcat.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public String url() {
		return "http://127.0.0.1:" + this.tomcat.getConnector().getLocalPort() + "/git/repository.git";
	}

	/**
	 * Commits files, all of them, to a branch.
	 * @param branch such as {@code main}
	 * @param files path to file
	 * @return the commit's id
	 */
	public String commit(String branch, Map<String, Entry> files) {
		String ref = Constants.R_HEADS + branch;
		try (ObjectInserter objects = this.repository.newObjectInserter()) {
			CommitBuilder commit = new CommitBuilder();
			commit.setTreeId(tree(objects, files));
			commit.setAuthor(AUTHOR);
			commit.setCommitter(AUTHOR);
			commit.setMessage("files");
			ObjectId parent = this.repository.resolve(ref);
			if (parent != null) {
				commit.setParentId(parent);
			}
			ObjectId id = objects.insert(commit);
			objects.flush();
			update(ref, id);
			return id.name();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Tags a commit, with a tag object.
	 * @param name the tag's name
	 * @param commit the commit's id
	 */
	public void tag(String name, String commit) {
		try (ObjectInserter objects = this.repository.newObjectInserter()) {
			TagBuilder tag = new TagBuilder();
			tag.setTag(name);
			tag.setTagger(AUTHOR);
			tag.setMessage("a tag");
			tag.setObjectId(ObjectId.fromString(commit), Constants.OBJ_COMMIT);
			ObjectId id = objects.insert(tag);
			objects.flush();
			update(Constants.R_TAGS + name, id);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ObjectId tree(ObjectInserter objects, Map<String, Entry> files) throws IOException {
		DirCache cache = DirCache.newInCore();
		DirCacheBuilder builder = cache.builder();
		for (Map.Entry<String, Entry> file : files.entrySet()) {
			DirCacheEntry entry = new DirCacheEntry(file.getKey());
			byte[] content = file.getValue().content();
			entry.setFileMode(file.getValue().mode());
			entry.setObjectId(FileMode.GITLINK.equals(file.getValue().mode()) ? ObjectId.fromString(content, 0)
					: objects.insert(Constants.OBJ_BLOB, content));
			builder.add(entry);
		}
		builder.finish();
		return cache.writeTree(objects);
	}

	private void update(String ref, ObjectId id) throws IOException {
		RefUpdate update = this.repository.updateRef(ref);
		update.setNewObjectId(id);
		update.forceUpdate();
	}

	@Override
	public void close() {
		try {
			this.tomcat.stop();
			this.tomcat.destroy();
			this.repository.close();
		}
		catch (LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
