"""The studio: the whole job in a browser, and the HTTP API behind it.

The way of a request: `guarding` lets it in or not, `api` or `pages` answers it by
asking `workflow`, `keeping` remembers (SQLite and files under one folder), and
`working` does what takes long, in child processes. Like the command line, the server
knows no stage of the work but through `workflow`.
"""
