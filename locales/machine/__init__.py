"""Machine translation as a plug-in: drafts only, labelled, never shown before somebody approved them."""
