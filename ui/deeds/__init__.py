"""What comes of a wish: the questions it takes, the call to the desk, and what is shown afterwards."""
