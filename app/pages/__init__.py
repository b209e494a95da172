"""HTML for people; each handler calls the endpoint function that serves the JSON, then renders."""
