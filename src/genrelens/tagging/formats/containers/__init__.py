"""The parts of each kind of sound file: which bytes are sound, which are tags."""
