"""Translation memory: sentences that were approved once, found again when something like them comes up."""
