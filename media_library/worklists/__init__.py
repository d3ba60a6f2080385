"""The photos list as an editor works through it: named views, a search without marks, searches that are kept."""
