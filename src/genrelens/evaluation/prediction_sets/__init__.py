"""Give each track the genres it may have, and decide what to do with it."""
