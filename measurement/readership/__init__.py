"""Views and downloads by subject, language, province and day. Nothing about the reader is kept."""
