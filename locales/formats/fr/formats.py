"""French as CLDR 47 has it, where Django differs: the narrow space between thousands, a comma before the time."""

DATETIME_FORMAT = "j F Y, H:i"
THOUSAND_SEPARATOR = "\u202f"
