"""Files of a music folder: reached safely, watched for changes, replaced whole."""
