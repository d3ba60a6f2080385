"""Demo content: three provinces, their pictures, people, partners and kits, made through the product's own acts."""
