"""Media types that more than one place names."""

CSV, JSON, LINES = "text/csv", "application/json", "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
ATOM, JSON_FEED, JSON_LD = "application/atom+xml", "application/feed+json", "application/ld+json"
