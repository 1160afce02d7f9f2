package io.ancho.run.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.ancho.run.problem.FieldProblem;
import io.ancho.run.problem.ProblemException;
import io.ancho.run.request.JsonFields;
import io.ancho.run.request.RequestJson;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads a source from a request, and names all that is wrong with it as far as can be
 * said without asking anyone.
 */
@Component
public class SourceReader {

	private static final int MAX_URL = 2000;

	private static final int MAX_REF = 200;

	private static final int MAX_PATH = 500;

	private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

	/** After git-check-ref-format. */
	private static final Pattern REF = Pattern.compile("(?!-)(?!.*(\\.\\.|//|@\\{))[^\\p{Cntrl} ~^:?*\\[\\\\]+");

	private static final Pattern PATH = Pattern
		.compile("(?!(.*/)?\\.\\.?(/|$))[^/\\\\\\p{Cntrl}]+(/[^/\\\\\\p{Cntrl}]+)*");

	private final boolean plainHttp;

	SourceReader(SourceProperties properties) {
		this.plainHttp = properties.plainHttp();
	}

	/**
	 * Reads a request.
	 * @param body JSON
	 * @return the source, not pinned yet
	 * @throws ProblemException with every field that is wrong
	 */
	public Source read(byte[] body) {
		List<FieldProblem> problems = new ArrayList<>();
		JsonFields fields = new JsonFields(RequestJson.parse(body), "", problems);
		if (fields.has("s3")) {
			fields.problem("s3",
					"is not supported; give the archive's https address in http.url, or upload the archive");
		}
		Source source = fields.has("git") ? git(fields.object("git")) : http(fields.object("http"));
		if (fields.has("git") == fields.has("http") && !fields.has("s3")) {
			fields.problem("git", "either git or http is required, and not both");
		}
		fields.refuseUnknown();
		if (!problems.isEmpty() || source == null) {
			throw ProblemException.invalid(problems);
		}
		return source;
	}

	private @Nullable Source git(@Nullable JsonFields git) {
		if (git == null) {
			return null;
		}
		String url = url(git);
		if (url.indexOf('?') >= 0) {
			git.problem("url", "must not have a query; give the address that 'git clone' takes");
		}
		String ref = git.text("ref", "HEAD", MAX_REF);
		if (!REF.matcher(ref).matches()) {
			git.problem("ref", "must be the name of a branch or tag, or a commit's id");
		}
		String path = git.text("path", "", MAX_PATH).replaceFirst("^(\\./+)+", "").replaceFirst("/+$", "");
		path = path.equals(".") ? "" : path;
		if (!path.isEmpty() && !PATH.matcher(path).matches()) {
			git.problem("path", "must be the path of a folder inside the repository, such as models/retirement");
		}
		git.refuseUnknown();
		return new Source.Git(url, ref, path, null);
	}

	private @Nullable Source http(@Nullable JsonFields http) {
		if (http == null) {
			return null;
		}
		String url = url(http);
		String sha256 = null;
		if (http.has("sha256")) {
			sha256 = http.text("sha256", "", 64).toLowerCase(Locale.ROOT);
			if (!SHA256.matcher(sha256).matches()) {
				http.problem("sha256", "must be the archive's SHA-256 digest, 64 hexadecimal digits");
			}
		}
		http.refuseUnknown();
		return new Source.Http(url, sha256);
	}

	private String url(JsonFields fields) {
		fields.required("url");
		String url = fields.text("url", "https://absent", MAX_URL);
		String message = refusal(url);
		if (message != null) {
			fields.problem("url", message);
		}
		return url;
	}

	/** Never repeats the address: it may hold a secret. */
	private @Nullable String refusal(String text) {
		URI url;
		try {
			url = new URI(text);
		}
		catch (URISyntaxException ex) {
			return text.matches("[\\w.-]+@[\\w.-]+:.*") ? notHttps()
					: "must be an address such as https://example.org/x";
		}
		String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
		if (!scheme.equals("https") && !(this.plainHttp && scheme.equals("http"))) {
			return notHttps();
		}
		if (url.getRawUserInfo() != null || String.valueOf(url.getRawAuthority()).indexOf('@') >= 0) {
			return "must not have a user name or password, which would be stored and shown;"
					+ " for what is not public upload an archive";
		}
		if (url.getHost() == null || url.getRawFragment() != null) {
			return "must be an address with a host and without a fragment (#…), such as https://example.org/x";
		}
		return null;
	}

	private static String notHttps() {
		return "must begin with https://; what is not public can be uploaded as an archive";
	}

}
