"""Batches of SQS records: reading, order, failure, retry, dead letters."""
