"""The catalogue as arrays: words, filters, counts and orders of its entries; it knows no database."""
