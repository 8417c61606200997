"""Reports as blocks: the page and the PDF draw the same document."""
