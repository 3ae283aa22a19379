"""The API of music folders: read, listed, listened to, planned, written."""
