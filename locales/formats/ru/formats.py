"""Russian as CLDR 47 has it, where Django differs: a comma before the time."""

DATETIME_FORMAT = "j E Y г., H:i"
