package io.ancho.run.execution;

import io.ancho.run.problem.Problem;
import io.ancho.run.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets no request of a client in before the runs that are not over are taken up: what
 * would be answered of them until then would not be true.
 */
@Component
class RequestGate implements WebMvcConfigurer, HandlerInterceptor {

	private final Execution execution;

	RequestGate(Execution execution) {
		this.execution = execution;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/api/**");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (!this.execution.hasRestored()) {
			throw new ProblemException(Problem.UNAVAILABLE,
					"the service has just started and is reading the runs that are not over; try again in some seconds");
		}
		return true;
	}

}
