"""The measurements that `make bench` prints.

Each beside its target (docs/figures.md); ratios within one run, medians.
"""
