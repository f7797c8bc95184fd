"""The tests; a package, because one that is installed calls its own `tests` too."""
