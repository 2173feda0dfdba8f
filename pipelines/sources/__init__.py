"""Bytes to text: every module reads its drops into raw tables and interprets nothing."""
