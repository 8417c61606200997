"""What somebody learns from everything that is published about travel."""
