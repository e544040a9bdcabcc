"""The OCR models: made int8 from published weights, and measured."""
