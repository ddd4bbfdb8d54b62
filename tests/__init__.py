"""The tests of LearnHub: one cast of people, real databases, real pages."""
