"""Lists of people in and out: a file is read, compared, shown, and then entered whole or not at all."""
