"""The report on a recall, as PDF and CSV: what, why, when, who held it, who was told and what they did."""
