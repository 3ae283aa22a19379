"""Ways in which a table gives its genres away without any listening."""
