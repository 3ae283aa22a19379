"""The page's charts: plain numbers become SVG, one chart a file."""
