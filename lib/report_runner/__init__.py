"""Turn notebooks and parameters files into reports."""
