"""Releases: asked for, approved by two persons, frozen, guarded against repeated files, packed, delivered once, recalled.

Promises: only people whose consent stands are in a file; every class keeps k, l and t, counted again on the finished file;
two files never differ by a few people; who is in a release is known only through keyed tags that researchers' tables lack.
Doors: /research, /research/releases/..., /research/holders, /api/v1/releases, `entraide release`.
"""
