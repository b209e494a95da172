"""What two texts have in common: words, marks and passages. Texts in, numbers out; it knows nothing else of the app."""
