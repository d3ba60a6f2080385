"""German as CLDR 47 has it, where Django differs: a comma before the time."""

DATETIME_FORMAT = "j. F Y, H:i"
