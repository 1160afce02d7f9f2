package io.ancho.localstack.mesos.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.mesos.v1.Protos.CommandInfo;

/**
 * Fetches a task's URIs into its sandbox: files of the agent, and what {@code curl} gets
 * by HTTP, HTTPS and FTP. Archives are unpacked beside themselves if that is asked for,
 * by {@code tar}, {@code unzip} and {@code gunzip}.
 */
final class Fetch {

	/**
	 * Reads lines of: what to do with it, a tab, its name in the sandbox, a tab, the URI.
	 */
	private static final String SCRIPT = """
			while IFS='\t' read -r use name uri; do
				mkdir -p "$(dirname "./$name")" || exit 1
				case $uri in
					file://*) cp -- "${uri#file://}" "$name" ;;
					/*) cp -- "$uri" "$name" ;;
					*) printf 'url = "%s"\\n' "$uri" | curl -sSfgL --proto =http,https,ftp --config - -o "$name" ;;
				esac || exit 1
				case $use:$name in
					executable:*) chmod +x "$name" ;;
					extract:*.tar | extract:*.tar.?z | extract:*.tar.bz2 | extract:*.t[gx]z | extract:*.tbz2) tar -xf "$name" ;;
					extract:*.zip) unzip -oq "$name" ;;
					extract:*.gz) gunzip -c "$name" > "${name%.gz}" ;;
				esac || exit 1
			done < "$0"
			""";

	private Fetch() {
	}

	/**
	 * The step that fetches.
	 * @param folder the task's folder, which has its URIs already
	 * @param containerId the container's id, for the message of a failure
	 * @return the step
	 */
	static Step step(TaskFolder folder, String containerId) {
		Path uris = folder.path().resolve("uris");
		return new Step(List.of("/bin/sh", "-c", SCRIPT, uris.toString()), folder.sandbox(),
				(status, errors) -> Refusal.launchFailed(
						"Failed to fetch all URIs for container '" + containerId + "': exited with status " + status));
	}

	/**
	 * Writes down what to fetch: not on a command line, which everybody may read.
	 * @param folder the task's folder
	 * @param uris what to fetch
	 * @throws IOException if it cannot be written
	 */
	static void write(TaskFolder folder, List<CommandInfo.URI> uris) throws IOException {
		folder.write("uris", uris.stream().map(Fetch::line).collect(Collectors.joining()));
	}

	private static String line(CommandInfo.URI uri) {
		String name = uri.hasOutputFile() ? uri.getOutputFile()
				: uri.getValue().substring(uri.getValue().lastIndexOf('/') + 1);
		String use = uri.getExecutable() ? "executable" : uri.getExtract() ? "extract" : "keep";
		return use + "\t" + name + "\t" + uri.getValue() + "\n";
	}

}
