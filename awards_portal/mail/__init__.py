"""Letters: the outbox. A letter is a row written in the deed's transaction; sending it comes later."""
