"""Find the files that hold the same recording, whatever they were encoded with."""
