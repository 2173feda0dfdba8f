"""The read-only API beside the pages: the same release, queries, exports and masks."""
