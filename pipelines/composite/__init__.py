"""Composite indices, described by tables: indicators into themes into one index.

The same engine serves the pipeline (`engine.compute`) and `tecs index`; docs/composite.md is its
contract, with every formula and its source.
"""
