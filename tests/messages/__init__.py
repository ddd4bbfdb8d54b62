"""Tests of `learnhub/messages`."""
