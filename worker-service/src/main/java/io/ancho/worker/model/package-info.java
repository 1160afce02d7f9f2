/**
 * Models on this machine: their unpacked files and the Python environments they need.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker.model;
