"""Many spellings become one, one kind of mess per file; every change in a ledger."""
