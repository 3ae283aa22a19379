"""The pages of music folders: a library, one track, a plan."""
