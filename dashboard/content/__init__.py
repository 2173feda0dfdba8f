"""What one page shows; `views/` arranges it, `frame.py` surrounds it."""
