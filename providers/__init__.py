"""One module per music service, and the registry that lists them."""
