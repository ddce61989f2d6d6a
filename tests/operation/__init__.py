"""Reliability: the real process against the stand-in, through faults."""
