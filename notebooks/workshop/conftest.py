"""Lessons are run by tests/test_workshop_lessons.py, in both versions and without kernels."""

collect_ignore_glob = ["*.ipynb"]
