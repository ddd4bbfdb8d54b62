"""Datasets × formats, proven and streamed."""
