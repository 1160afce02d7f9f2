package io.ancho.run.deletion;

/**
 * The intention to delete a model's archive, unless another user has the same model.
 *
 * @param model the model's id, {@code sha256:…}
 * @param pieces how many pieces the archive has
 */
record ArchiveDeletion(String model, int pieces) {
}
