"""A trial with people left as they were: what a reading without them would have got wrong."""

from partnership_evaluation.trials.readings import Readings, invented_trial, readings

__all__ = ["Readings", "invented_trial", "readings"]
