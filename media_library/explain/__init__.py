"""“Why can't this be shared?”: the rights decision in words, and the way to mend each reason."""
