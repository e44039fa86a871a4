"""Other systems are told of events by a signed request to an address that a person gave."""
