/**
 * Models: taking in archives, normalising them to an id, handing them out.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.model;
