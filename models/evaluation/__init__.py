"""Figures of a whole bundle, slice by slice, with intervals, plots, and a comparison of two bundles."""
