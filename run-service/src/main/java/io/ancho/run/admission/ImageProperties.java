package io.ancho.run.admission;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which images runs may name.
 *
 * @param allowed images; {@code *} stands for any characters but {@code /}. None for only
 * those that runs have that name none
 */
@ConfigurationProperties("ancho.images")
record ImageProperties(@DefaultValue List<String> allowed) {
}
