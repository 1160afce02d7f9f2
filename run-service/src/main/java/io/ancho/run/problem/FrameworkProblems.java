package io.ancho.run.problem;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/**
 * What Spring MVC refuses before a controller is asked, told as everything else is.
 */
final class FrameworkProblems {

	private FrameworkProblems() {
	}

	static ProblemException of(Exception ex, int status) {
		if (ex instanceof TypeMismatchException mismatch) {
			return ProblemException.invalid(String.valueOf(mismatch.getPropertyName()), mismatch(mismatch.getValue()));
		}
		if (ex instanceof MissingServletRequestPartException missing) {
			return ProblemException.invalid(missing.getRequestPartName(),
					"is required: the multipart body must have a file of this name");
		}
		return new ProblemException(Problem.ofStatus(status), detail(ex, status));
	}

	private static String mismatch(@Nullable Object value) {
		boolean digits = String.valueOf(value).matches("-?[0-9]+");
		return digits ? "is out of range" : "must be a whole number, not " + value;
	}

	private static String detail(Exception ex, int status) {
		if (ex instanceof HttpMediaTypeNotSupportedException refused) {
			return "Content-Type must be " + list(refused.getSupportedMediaTypes(), "a media type with a known charset")
					+ ((refused.getContentType() != null) ? ", not " + refused.getContentType() : "");
		}
		if (ex instanceof HttpMediaTypeNotAcceptableException refused) {
			return "Accept must allow " + list(refused.getSupportedMediaTypes(), "a media type; it cannot be read");
		}
		if (ex instanceof HttpMessageNotReadableException) {
			return "the body is missing or cannot be read; send a JSON object";
		}
		boolean told = ex instanceof ErrorResponse error && error.getBody().getDetail() != null;
		return told ? String.valueOf(((ErrorResponse) ex).getBody().getDetail()) : Problem.ofStatus(status).title();
	}

	private static String list(List<MediaType> types, String none) {
		return types.isEmpty() ? none
				: types.stream().map(MediaType::toString).distinct().sorted().collect(Collectors.joining(" or "));
	}

}
