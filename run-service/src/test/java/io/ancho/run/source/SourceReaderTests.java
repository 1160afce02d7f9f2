package io.ancho.run.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.ancho.run.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SourceReaderTests {

	private static Source read(String json, boolean plainHttp) {
		SourceProperties properties = new SourceProperties(List.of(), plainHttp, "", DataSize.ofMegabytes(1), 5,
				Duration.ofSeconds(10), Duration.ofSeconds(60), 2);
		return new SourceReader(properties).read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aRepositoryAndAnArchiveAreRead() {
		assertThat(read("{'git': {'url': 'https://example.org/r.git'}}", false))
			.isEqualTo(new Source.Git("https://example.org/r.git", "HEAD", "", null));
		assertThat(read("{'git': {'url': 'https://example.org/r', 'ref': 'topic/x', 'path': './a/b/'}}", false))
			.isEqualTo(new Source.Git("https://example.org/r", "topic/x", "a/b", null));
		assertThat(
				read("{'http': {'url': 'https://example.org/a.zip?v=1', 'sha256': '" + "AB".repeat(32) + "'}}", false))
			.isEqualTo(new Source.Http("https://example.org/a.zip?v=1", "ab".repeat(32)));
	}

	@Test
	void plainHttpIsForWhereverItIsAllowed() {
		assertThat(read("{'http': {'url': 'http://127.0.0.1/a.zip'}}", true).url()).isEqualTo("http://127.0.0.1/a.zip");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                                     | git: either git or http is required
			{'git': {'url': 'https://a/b'}, 'http': {'url': 'https://a/b'}} | git: either git or http is required
			{'s3': {'uri': 's3://b/k'}}                            | s3: is not supported
			{'svn': {}}                                            | svn: is not a field of this request
			{'git': 'https://a/b'}                                 | git: must be an object
			{'git': {}}                                            | git.url: is required
			{'git': {'url': 5}}                                    | git.url: must be text
			{'git': {'url': 'https://a/b', 'branch': 'x'}}         | git.branch: is not a field
			{'git': {'url': 'http://a/b'}}                         | git.url: must begin with https://
			{'git': {'url': 'git://a/b'}}                          | git.url: must begin with https://
			{'git': {'url': 'ssh://a/b'}}                          | git.url: must begin with https://
			{'git': {'url': 'git@example.org:a/b.git'}}            | git.url: must begin with https://
			{'git': {'url': 'ext::sh -c x'}}                       | git.url: must be an address
			{'git': {'url': '/srv/git/r'}}                         | git.url: must begin with https://
			{'git': {'url': 'https://a/b?x'}}                      | git.url: must not have a query
			{'git': {'url': 'https://a/b', 'ref': '--upload-pack=x'}} | git.ref: must be the name of
			{'git': {'url': 'https://a/b', 'ref': 'a..b'}}         | git.ref: must be the name of
			{'git': {'url': 'https://a/b', 'ref': 'a b'}}          | git.ref: must be the name of
			{'git': {'url': 'https://a/b', 'path': '../x'}}        | git.path: must be the path of a folder
			{'git': {'url': 'https://a/b', 'path': '/x'}}          | git.path: must be the path of a folder
			{'git': {'url': 'https://a/b', 'path': 'a/../../x'}}   | git.path: must be the path of a folder
			{'http': {'url': 'file:///etc/passwd'}}                | http.url: must begin with https://
			{'http': {'url': 'ftp://a/b'}}                         | http.url: must begin with https://
			{'http': {'url': 'https:///x'}}                        | http.url: must be an address
			{'http': {'url': 'https://a/b#c'}}                     | http.url: must be an address with a host
			{'http': {'url': 'https://a/b', 'sha256': 'abc'}}      | http.sha256: must be the archive's SHA-256
			""")
	void whatIsWrongIsNamed(String json, String message) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(json, false))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource({ "https://user:secret@example.org/a", "https://secret@example.org/a", "https://a:secret@b_c/x" })
	void credentialsAreRefusedAndNotRepeated(String url) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> read("{'http': {'url': '" + url + "'}}", false))
			.withMessageContaining("must not have a user name or password")
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("secret"));
	}

}
