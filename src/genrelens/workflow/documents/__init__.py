"""What a use case writes: tables, measures and where they come from."""
