"""Spanish as CLDR 47 has it, where Django differs: thousands with a point, a comma before the time."""

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
THOUSAND_SEPARATOR = "."
