"""One SQLite file, one writer: connection, lock, schema, ids and times."""
