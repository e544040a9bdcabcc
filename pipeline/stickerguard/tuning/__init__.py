"""What people decided -> thresholds: rates with intervals, the trade-off between them, and samples for review."""
