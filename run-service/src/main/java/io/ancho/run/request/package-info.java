/**
 * Reading the JSON of a request, strictly, so that an answer can name all that is wrong
 * with it.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.request;
