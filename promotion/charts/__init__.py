"""Small charts drawn on the server: coordinates and words, no styles; the look is the stylesheet's."""
