"""Folds events into facts and answers every queryable option. Knows no screen."""
