"""Per record and language: is the text missing, machine-made, a draft, approved, or outdated?"""
