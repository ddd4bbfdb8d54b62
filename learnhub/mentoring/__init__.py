"""Helping: support sessions and their confirmation, mentorships, and what a learner chooses to share."""
