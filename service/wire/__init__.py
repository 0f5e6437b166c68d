"""Between the messages of tracklink.v1 and the words of the domain; requests are validated here, once."""
