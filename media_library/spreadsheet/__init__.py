"""All text and rights fields of many photos as a spreadsheet and back, without loss."""
