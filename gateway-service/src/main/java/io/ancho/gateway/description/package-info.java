/**
 * The description of the public API, in OpenAPI 3.1.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.gateway.description;
