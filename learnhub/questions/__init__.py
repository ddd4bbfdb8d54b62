"""Questions to the whole network and its answers, and notes of what somebody tried."""
