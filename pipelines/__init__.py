"""The pipeline: files as received, to a published release."""
