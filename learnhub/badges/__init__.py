"""Badges: rules over the record, awards, and the signed credentials that prove them."""
