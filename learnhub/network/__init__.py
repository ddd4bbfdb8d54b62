"""The network's own pages: an ambassador's day, and what its leads look after."""
