"""What someone tells others of themselves: a photo, the name they go by, how to reach them."""
