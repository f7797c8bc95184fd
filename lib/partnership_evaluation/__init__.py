"""Recompute, doubt and re-run what school partnerships say they achieved."""

__version__ = "0.1.0"
