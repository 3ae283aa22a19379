"""The studio's own scripts, styles and pictures, served from this process."""
