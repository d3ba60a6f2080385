"""Simplified Chinese as CLDR 47 has it, where Django differs: thousands are set apart."""

DATETIME_FORMAT = "Y年n月j日 H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
