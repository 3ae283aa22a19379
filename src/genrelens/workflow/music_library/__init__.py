"""The tracks of a music folder that was read: listed, searched, opened one by one."""
