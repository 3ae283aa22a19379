"""A file becomes a raw table: format, encoding, dialect and rows."""
