"""Pathways: ordered courses for an audience, and how far somebody is on one."""
