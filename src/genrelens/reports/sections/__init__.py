"""The page's sections: facts become plain dictionaries, one section a file."""
