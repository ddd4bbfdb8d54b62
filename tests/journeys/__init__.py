"""Stories, one for each need: people in real Chromium, without script, from the first page to the last."""
