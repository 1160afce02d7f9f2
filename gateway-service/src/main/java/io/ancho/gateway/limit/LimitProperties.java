package io.ancho.gateway.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The largest bodies of requests.
 *
 * @param upload of a multipart request, which only an upload of a model is
 * @param body of any other request
 */
@ConfigurationProperties("ancho.limits")
record LimitProperties(@DefaultValue("64MB") DataSize upload, @DefaultValue("1MB") DataSize body) {

}
