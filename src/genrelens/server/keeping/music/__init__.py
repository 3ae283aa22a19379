"""What a store remembers of music folders, and of plans to write genres into files."""
