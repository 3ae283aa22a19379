"""Library: which sound files a folder holds, and what they say about themselves."""
