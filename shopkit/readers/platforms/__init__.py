"""One module per platform; each names its reports in READERS."""
