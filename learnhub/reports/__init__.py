"""HR's figures: each with its denominator and as-at."""
