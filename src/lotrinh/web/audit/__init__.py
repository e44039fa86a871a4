"""The audit trail: for inspectors, for the operator of the platform, and the looks of inspectors for their superior."""
