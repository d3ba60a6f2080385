"""Vietnamese dates as they stand within a sentence: Django's begin with a capital “Ngày”."""

DATE_FORMAT = r"j/n/Y"
DATETIME_FORMAT = r"H:i j/n/Y"
YEAR_MONTH_FORMAT = r"\t\h\á\n\g n/Y"
MONTH_DAY_FORMAT = r"j \t\h\á\n\g n"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "H:i d/m/Y"
