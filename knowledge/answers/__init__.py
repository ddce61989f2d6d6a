"""Answers as values: what is said, quoted, cited and offered. Each channel renders them in its own way."""
