"""Terms with their approved equivalents in each language: found in sources, checked in translations."""
