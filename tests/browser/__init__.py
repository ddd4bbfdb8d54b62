"""Real Chromium, without script."""
