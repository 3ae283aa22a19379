"""From a folder of music to a table with one row a track."""
