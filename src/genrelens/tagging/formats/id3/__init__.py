"""ID3 tags, changed frame by frame so that every other frame stays byte for byte."""
