"""What a use case writes: tables, measures, sample tracks and where they come from."""
