"""The study log: what people learn by themselves, in their own words and minutes."""
