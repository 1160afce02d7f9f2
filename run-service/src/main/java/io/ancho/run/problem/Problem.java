package io.ancho.run.problem;

import java.net.URI;

import org.springframework.http.HttpStatus;

/**
 * The kinds of problem a client can meet; the code is stable.
 */
public enum Problem {

	/** A field, parameter or the JSON itself is wrong. */
	INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "The request is not valid"),

	/** The archive or source does not give a model. */
	INVALID_MODEL("invalid-model", HttpStatus.UNPROCESSABLE_CONTENT, "The model cannot be accepted"),

	/** No identity, or one that does not hold. */
	UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "No valid identity was given"),

	/** The identity does not allow it. */
	FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "The identity does not allow this"),

	/** The user would have more than a quota allows. */
	QUOTA_EXCEEDED("quota-exceeded", HttpStatus.FORBIDDEN, "A quota does not allow this"),

	/** It does not exist, or belongs to somebody else. */
	NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is no such thing"),

	/** The state of things does not allow it. */
	CONFLICT("conflict", HttpStatus.CONFLICT, "The present state does not allow it"),

	/** The path exists, but not for this method. */
	METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),

	/** None of the accepted media types can be served. */
	NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "No accepted media type can be served"),

	/** More bytes than are taken. */
	TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),

	/** The body's media type is not one that is read. */
	UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE,
			"The media type is not supported"),

	/** A store or broker does not answer; the same request may succeed later. */
	UNAVAILABLE("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "The service cannot do this at the moment"),

	/** Another instance leads, or is about to; nothing was done. */
	STANDBY("standby", HttpStatus.SERVICE_UNAVAILABLE, "This instance stands by"),

	/** A defect of this service. */
	INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Something is wrong on our side");

	private final String code;

	private final HttpStatus status;

	private final String title;

	Problem(String code, HttpStatus status, String title) {
		this.code = code;
		this.status = status;
		this.title = title;
	}

	HttpStatus status() {
		return this.status;
	}

	String title() {
		return this.title;
	}

	URI type() {
		return URI.create("urn:ancho:problem:" + this.code);
	}

	static Problem ofStatus(int status) {
		for (Problem problem : values()) {
			if (problem.status.value() == status && problem != INVALID_MODEL && problem != STANDBY) {
				return problem;
			}
		}
		return (status < 500) ? INVALID_REQUEST : INTERNAL;
	}

}
