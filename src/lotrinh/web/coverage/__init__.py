"""Pages of plans beside the documents they answer to: inside only."""
