"""Clinical rules as pure functions: answers in, findings and urgency out, each threshold with its source."""
