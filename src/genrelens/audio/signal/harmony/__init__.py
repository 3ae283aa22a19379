"""Which notes sound, and which key they make."""
