"""A stretch of sound becomes the attributes of one row.

``measuring`` calls the parts: ``spectra`` makes one short-time spectrum that all share.
"""
