"""The torch side: training, calibration, quantisation, export, evaluation; run by make from a checkout."""
