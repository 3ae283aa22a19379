"""Where a table came from, as its headers show, and what follows from it."""
