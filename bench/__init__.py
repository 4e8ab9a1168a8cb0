"""Measure what briefgen costs against what the same work costs otherwise."""
