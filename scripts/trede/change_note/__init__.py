"""One page with a publication: why it differs from what was published before."""
