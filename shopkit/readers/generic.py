"""Any table at all, by a small mapping file; and a draft of that file."""
