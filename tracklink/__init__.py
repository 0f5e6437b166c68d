"""Client, command line and plug-in interface of tracklink."""
