"""Pages: one module per page, function views only. Fetch and authorise, one domain call, render."""
