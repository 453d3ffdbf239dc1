"""The forms with which whole programmes are made, copied and moved."""
