"""Music folders: which may be read, what is in them, and how a track is listened to."""
