"""Bulgarian: 23 ноември 2026 г., 12:54."""

DATE_FORMAT = "j E Y\xa0\\г."  # the abbreviation never begins a line
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y\xa0\\г., H:i"
MONTH_DAY_FORMAT = "j E"
YEAR_MONTH_FORMAT = "F Y\xa0\\г."
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
