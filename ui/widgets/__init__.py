"""Small parts that pages are built of. None of them shows data as anything but plain text."""
