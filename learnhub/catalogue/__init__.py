"""Courses: read from folders of Markdown, checked, published as versions that are kept, searched."""
