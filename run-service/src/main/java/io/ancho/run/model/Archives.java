package io.ancho.run.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.ancho.run.storage.Keyspace;

import org.springframework.stereotype.Component;

/**
 * Normalised archives, gzipped, in pieces of at most 512 KiB. Many users may have the
 * same one; it is stored once.
 */
@Component
class Archives {

	private static final int PIECE_BYTES = 512 * 1024;

	private final CqlSession session;

	private final PreparedStatement pieces;

	private final PreparedStatement savePieces;

	private final PreparedStatement piece;

	private final PreparedStatement savePiece;

	private final PreparedStatement delete;

	private final PreparedStatement deletePiece;

	Archives(CqlSession session, Keyspace keyspace) {
		this.session = session;
		String archives = keyspace.table("archives");
		String archivePieces = keyspace.table("archive_pieces");
		this.pieces = session.prepare("SELECT pieces FROM " + archives + " WHERE id = ?");
		this.savePieces = session.prepare("INSERT INTO " + archives + " (id, pieces) VALUES (?, ?)");
		this.piece = session.prepare("SELECT bytes FROM " + archivePieces + " WHERE id = ? AND piece = ?");
		this.savePiece = session.prepare("INSERT INTO " + archivePieces + " (id, piece, bytes) VALUES (?, ?, ?)");
		this.delete = session.prepare("DELETE FROM " + archives + " WHERE id = ?");
		this.deletePiece = session.prepare("DELETE FROM " + archivePieces + " WHERE id = ? AND piece = ?");
	}

	/**
	 * Stores an archive, unless it is there.
	 * @param id the model's id
	 * @param archive the gzipped tar
	 * @throws IOException if the file cannot be read
	 */
	void save(ModelId id, Path archive) throws IOException {
		if (pieces(id).isPresent()) {
			return;
		}
		int count = 0;
		try (InputStream in = Files.newInputStream(archive)) {
			for (byte[] piece = in.readNBytes(PIECE_BYTES); piece.length > 0; piece = in.readNBytes(PIECE_BYTES)) {
				this.session.execute(this.savePiece.bind(id.value(), count++, ByteBuffer.wrap(piece)));
			}
		}
		this.session.execute(this.savePieces.bind(id.value(), count));
	}

	/**
	 * How many pieces an archive has.
	 * @param id the model's id
	 * @return nothing if it is not stored
	 */
	OptionalInt pieces(ModelId id) {
		Row row = this.session.execute(this.pieces.bind(id.value())).one();
		return (row != null) ? OptionalInt.of(row.getInt("pieces")) : OptionalInt.empty();
	}

	/**
	 * Deletes an archive.
	 * @param id the model's id
	 * @param pieces how many pieces it has
	 */
	void delete(ModelId id, int pieces) {
		this.session.execute(this.delete.bind(id.value()));
		for (int i = 0; i < pieces; i++) {
			this.session.execute(this.deletePiece.bind(id.value(), i));
		}
	}

	/**
	 * Copies an archive's pieces, one at a time.
	 * @param id the model's id
	 * @param pieces how many it has
	 * @param out where to
	 * @throws IOException if the reader has gone
	 */
	void copy(ModelId id, int pieces, OutputStream out) throws IOException {
		WritableByteChannel channel = Channels.newChannel(out);
		for (int i = 0; i < pieces; i++) {
			Row row = Objects.requireNonNull(this.session.execute(this.piece.bind(id.value(), i)).one(),
					() -> "a piece of " + id + " is missing");
			channel.write(Objects.requireNonNull(row.getByteBuffer("bytes")));
		}
	}

}
