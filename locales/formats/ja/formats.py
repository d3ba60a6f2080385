"""Japanese as CLDR 47 has it, where Django differs: a space before the time."""

DATETIME_FORMAT = "Y年n月j日 H:i"
