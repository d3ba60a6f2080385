"""Where a province lies: a schematic of centre points, drawn from the records and without a border (docs/adr/0013)."""
