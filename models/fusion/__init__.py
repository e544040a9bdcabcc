"""The fusion of two scores into one risk."""
