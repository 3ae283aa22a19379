"""What would become of a track if its values were others: live, and for any track."""
