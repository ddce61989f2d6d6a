"""Loading a document: read a file, show what was understood, compare with another version, export.

The readers for .docx and .pdf import their libraries on first use, so that importing this package costs nothing.
"""
