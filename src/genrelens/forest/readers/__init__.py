"""Turn tree models that others have fitted into the packed form."""
