"""Deep zoom: the IIIF Image API 3.0, level 2, through the gate.

`request` reads an address and reckons which pixels it asks for (pure), `info` describes the image, `surface`
says how much of it an audience gets, `pixels` makes them, `views` answers.
"""
