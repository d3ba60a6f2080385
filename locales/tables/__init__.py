"""Tables that people send as CSV or XLSX, and tables that are sent to them: cells, files, nothing of what they mean."""
