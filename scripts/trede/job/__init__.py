"""The scheduled job: build beside the live warehouse, and publish only what is green."""
