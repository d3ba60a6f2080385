"""XMP packets: RDF read defensively, written the same for equal content. Source: ISO 16684-1."""
