"""What the tests share: company folders, builds and replays."""
