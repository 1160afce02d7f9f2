"""Models that are to be fetched from where they cannot be had, or not by everybody.

Private addresses are refused, as by default, but for that of the tests' own site.
"""

from typing import Any

from bad_input.kinds import Request


def _source(name: str, about: str, answer: str = "422 invalid-model", **body: Any) -> Request:
    return Request(name, "POST", "/models", answer, (about,), body=body)


def _http(name: str, url: str, answer: str = "422 invalid-model", **more: str) -> Request:
    return _source(name, "http.url", answer, http={"url": url, **more})


def _git(name: str, url: str, answer: str = "422 invalid-model", **more: str) -> Request:
    return _source(name, "git.url", answer, git={"url": url, **more})


_INVALID = "400 invalid-request"
_REPOSITORY = "https://no-such-host.invalid/models.git"
_ARCHIVE = "https://no-such-host.invalid/model.tar.gz"

SOURCES = [
    _source("neither git nor http", "git", _INVALID),
    _source("git and http", "git", _INVALID, git={"url": _REPOSITORY}, http={"url": _ARCHIVE}),
    _source("an unknown kind", "svn", _INVALID, git={"url": _REPOSITORY}, svn={"url": _REPOSITORY}),
    _source("an unknown field", "git.branch", _INVALID, git={"url": _REPOSITORY, "branch": "main"}),
    _source("git without an address", "git.url", _INVALID, git={}),
    _source("a ref that is an option", "git.ref", _INVALID, git={"url": _REPOSITORY, "ref": "--upload-pack=sh"}),
    _source("a path with ..", "git.path", _INVALID, git={"url": _REPOSITORY, "path": "../models"}),
    _source("a digest that is none", "http.sha256", _INVALID, http={"url": _ARCHIVE, "sha256": "12"}),
    _http("plain http", "http://example.org/model.tar.gz", _INVALID),
    _http("a file of the service's", "file:///etc/passwd", _INVALID),
    _http("an address with a password", "https://me:secret@example.org/model.tar.gz", _INVALID),
    _http("an address that is none", "example.org", _INVALID),
    _git("git by ssh", "ssh://git@example.org/models.git", _INVALID),
    _git("a folder of the service's", "/srv/models.git", _INVALID),
    _http("a host that does not exist", _ARCHIVE),
    _git("a host that does not exist, of git", _REPOSITORY),
    _http("this machine", "https://127.0.0.1/model.tar.gz"),
    _http("this machine, by name", "https://localhost/model.tar.gz"),
    _http("this machine, in disguise", "https://2130706433/model.tar.gz"),
    _http("this machine, by IPv6", "https://[::1]/model.tar.gz"),
    _http("a private network", "https://10.0.0.1/model.tar.gz"),
    _http("a cloud's metadata", "https://169.254.169.254/latest/meta-data"),
    _git("a private network, of git", "https://192.168.0.1/models.git"),
    _http("nobody there", "https://127.0.0.2:1/model.tar.gz"),
    _git("nobody there, of git", "https://127.0.0.2:1/models.git"),
    _http("nothing there", "$site/nothing"),
    _git("nothing there, of git", "$site/nothing.git"),
    _http("a login", "$site/private/model.tar.gz"),
    _git("a login, of git", "$site/private/models.git"),
    _http("a redirect inwards", "$site/inwards"),
    _git("a redirect inwards, of git", "$site/inwards.git"),
    _http("a redirect to plain http", "$site/plain"),
    _http("a redirect to a file of the service's", "$site/file"),
    _http("a redirect to itself", "$site/loop"),
    _http("a web page", "$site/page"),
    _git("a web page, of git", "$site/page.git"),
    _http("a text", "$site/text"),
    _git("an archive, of git", "$site/model.tar.gz"),
    _source(
        "an archive of another digest",
        "http.sha256",
        http={"url": "$site/model.tar.gz", "sha256": "0" * 64},
    ),
]
