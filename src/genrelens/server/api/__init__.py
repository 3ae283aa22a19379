"""Versioned JSON under /api/v1, and the Open Inference protocol under /v2."""
